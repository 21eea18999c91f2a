/* The properties of the element that is chosen, as real choices: its name and our own attributes. */
import { Behaviour } from "./behaviour.js";
import * as fields from "./fields.js";
import { GROUPS, isA, STATUS } from "./properties.js";

export class Panel {
  /* `lists`: name → options, of what the procedure and the house know */
  constructor(modeler, place, lists) {
    this.modeler = modeler;
    this.place = place;
    this.lists = lists;
    this.behaviour = new Behaviour(this);
    this.told = document.createElement("div");
    this.told.setAttribute("role", "status");
    this.known = [];
    modeler.on("selection.changed", ({ newSelection }) => this.show(newSelection));
    modeler.on("element.changed", ({ element }) => {
      if (element === this.element && !this.place.contains(document.activeElement)) this.show([element]);
    });
    this.show([]);
  }

  show(selection) {
    this.element = selection.length === 1 ? selection[0] : undefined;
    this.place.replaceChildren();
    if (!this.element) {
      this.place.append(fields.note("Kies een element in het schema om zijn gegevens te zien."));
      return;
    }
    const object = this.object;
    this.place.append(heading(object.name || "Zonder naam"), this.told);
    this.place.append(
      fields.text("Naam", object.name ?? "", (value) => this.modeler.get("modeling").updateLabel(this.element, value)),
      ...this.behaviour.first(object),
    );
    for (const [title, properties] of GROUPS) this.group(title, properties.filter(([kinds]) => kinds.some((kind) => isA(object, kind))));
    this.place.append(...this.behaviour.groups(object), this.rest(object));
    this.findings(this.known);
  }

  get object() {
    return this.element.businessObject;
  }

  group(title, properties) {
    if (!properties.length) return;
    const isFilled = properties.some(([, name]) => this.value(name));
    const isFirst = title !== "Rol in een beslissing";
    this.place.append(fields.group(title, properties.map((one) => this.property(one)), isFilled || isFirst));
  }

  property([, name, how, label, { list, ...more }]) {
    const write = (value) => this.update({ [`pr:${name}`]: value || undefined });
    const options = list === "tasks" ? this.tasks() : (this.lists[list] ?? []);
    if (how === "text") return fields.text(label, this.value(name), write, more);
    return fields[how](label, this.value(name), options, write, more);
  }

  value(name) {
    return this.object.get(`pr:${name}`) ?? "";
  }

  /* The other tasks that a person does in this diagram. */
  tasks() {
    const found = this.modeler.get("elementRegistry").filter((one) => one.type === "bpmn:UserTask" && one !== this.element);
    return found.map(({ businessObject }) => [businessObject.id, businessObject.name || businessObject.id, ""]);
  }

  rest(object) {
    const [name, label] = STATUS;
    const write = (value) => this.update({ [`pr:${name}`]: value || undefined });
    const documentation = object.documentation?.[0]?.text ?? "";
    const inside = [
      fields.text("Uitleg", documentation, (value) => this.document(value), { rows: 4, help: "Voor wie het schema leest; staat bij een taak ook op de pagina van de taak." }),
      fields.note(`In het bestand: ${object.id}`),
    ];
    if (object.$instanceOf("bpmn:FlowNode")) inside.unshift(fields.computed(label, this.value(name), this.lists.statuses, write, { none: "Blijft zoals ze is", part: "status" }));
    return fields.group("Status en uitleg", inside, true);
  }

  document(words) {
    const made = words ? [this.create("bpmn:Documentation", { text: words })] : [];
    this.update({ documentation: made });
  }

  update(properties) {
    this.modeler.get("modeling").updateProperties(this.element, properties);
  }

  /* Change a part of the element: a timer, a repetition, a row. */
  change(part, properties) {
    this.modeler.get("modeling").updateModdleProperties(this.element, part, properties);
  }

  create(type, properties) {
    return this.modeler.get("bpmnFactory").create(type, properties);
  }

  /* Draw the panel again, after a row came or went. */
  again() {
    this.show([this.element]);
  }

  /* What is wrong with the chosen element stands beside its fields, and the field is marked. */
  findings(found) {
    this.known = found;
    if (!this.element) return;
    const here = found.filter(({ element }) => element === this.element.id);
    this.told.replaceChildren(list(here));
    const parts = new Set(here.filter(({ severity }) => severity === "error").map(({ part }) => part));
    this.place.querySelectorAll("[data-part]").forEach((input) => {
      if (input.dataset.part && parts.has(input.dataset.part)) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    });
  }
}

function heading(words) {
  const made = document.createElement("h2");
  made.textContent = words;
  return made;
}

function list(found) {
  const made = document.createElement("ul");
  made.className = "findings";
  made.hidden = !found.length;
  for (const { text, severity } of found) {
    const line = document.createElement("li");
    line.dataset.severity = severity ?? "error";
    line.textContent = text;
    made.append(line);
  }
  return made;
}
