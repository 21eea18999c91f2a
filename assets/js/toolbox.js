/* Everything a mouse can do to build a diagram, for the keyboard: choose, add after, connect, remove. */
import { say } from "./dutch.js";

export class Toolbox {
  /* `back`: what undo does when no change is left to undo */
  constructor(modeler, root, panel, back) {
    this.modeler = modeler;
    this.back = back;
    this.panel = panel;
    this.pick = root.querySelector("[data-pick]");
    this.target = root.querySelector("[data-target]");
    this.kind = root.querySelector("[data-kind]");
    this.pick?.addEventListener("change", () => this.choose(this.pick.value));
    root.querySelector("[data-add]")?.addEventListener("click", () => this.add());
    root.querySelector("[data-connect]")?.addEventListener("click", () => this.connect());
    root.querySelector("[data-remove]")?.addEventListener("click", () => this.remove());
    root.querySelector("[data-undo]")?.addEventListener("click", () => this.undo());
    modeler.on("commandStack.changed", () => this.fill());
    modeler.on("selection.changed", ({ newSelection }) => {
      if (this.pick) this.pick.value = newSelection.length === 1 ? newSelection[0].id : "";
    });
    modeler.on("palette.changed", () => openPalette(root));
    openPalette(root);
    this.fill();
  }

  /* The lists name everything as the diagram does, in the order in which it was drawn. */
  fill() {
    const drawn = (kind) => this.modeler.get("elementRegistry").filter((one) => !one.labelTarget && one.businessObject?.$instanceOf?.(kind));
    const elements = drawn("bpmn:FlowNode").map((one) => new Option(`${nameOf(one)} – ${kindOf(one)}`, one.id));
    const arrows = drawn("bpmn:SequenceFlow").map((one) => new Option(arrowOf(one), one.id));
    const chosen = this.chosen()?.id ?? "";
    this.pick?.replaceChildren(new Option("Kies een element", ""), group("Elementen", elements), group("Pijlen", arrows));
    this.target?.replaceChildren(new Option("Kies een element", ""), ...elements.map((one) => one.cloneNode(true)));
    if (this.pick) this.pick.value = chosen;
  }

  chosen() {
    const [first, ...more] = this.modeler.get("selection").get();
    return more.length ? undefined : first;
  }

  choose(id) {
    const shape = this.modeler.get("elementRegistry").get(id);
    this.modeler.get("selection").select(shape ?? null);
    if (shape) this.modeler.get("canvas").scrollToElement(shape, 80);
  }

  add() {
    const shape = this.modeler.get("elementFactory").createShape({ type: this.kind.value });
    const after = this.chosen();
    const placed = after?.businessObject.$instanceOf("bpmn:FlowNode") ? this.modeler.get("autoPlace").append(after, shape) : this.free(shape);
    this.modeler.get("selection").select(placed);
    this.modeler.get("canvas").scrollToElement(placed, 80);
    this.panel.place.querySelector("textarea")?.focus();
  }

  /* Nothing is chosen: below what is there. */
  free(shape) {
    const canvas = this.modeler.get("canvas");
    const { inner } = canvas.viewbox();
    return this.modeler.get("modeling").createShape(shape, { x: inner.x + 100, y: inner.y + inner.height + 80 }, canvas.getRootElement());
  }

  connect() {
    const from = this.chosen();
    const to = this.modeler.get("elementRegistry").get(this.target.value);
    if (from && to && from !== to) this.modeler.get("modeling").connect(from, to);
  }

  remove() {
    const chosen = this.modeler.get("selection").get();
    if (chosen.length) this.modeler.get("modeling").removeElements([...chosen]);
  }

  undo() {
    const changes = this.modeler.get("commandStack");
    if (changes.canUndo()) changes.undo();
    else this.back();
  }
}

function nameOf({ businessObject }) {
  return businessObject.name || "(zonder naam)";
}

function arrowOf(flow) {
  const label = flow.businessObject.name;
  return `${nameOf(flow.source)} → ${nameOf(flow.target)}${label ? ` (${label})` : ""}`;
}

function group(label, options) {
  const made = document.createElement("optgroup");
  made.label = label;
  made.append(...options);
  return made;
}

function kindOf({ businessObject }) {
  const words = businessObject.$type.replace("bpmn:", "").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return say(words.charAt(0).toUpperCase() + words.slice(1)).toLowerCase();
}

/* The palette's own entries are buttons in name only: give them a place in the tab order. */
function openPalette(root) {
  root.querySelectorAll(".djs-palette .entry").forEach((entry) => {
    if (entry.tabIndex === 0) return;
    entry.tabIndex = 0;
    entry.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") entry.click();
    });
  });
}
