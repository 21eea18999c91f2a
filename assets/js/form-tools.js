/* Everything a mouse can do to build a form, for the keyboard: choose, add, move, remove; and what holds for the whole form. */

export class FormTools {
  constructor(editor, root, names) {
    this.editor = editor;
    this.names = names;
    this.pick = root.querySelector("[data-pick]");
    this.kind = root.querySelector("[data-kind]");
    this.kind.replaceChildren(...Object.entries(names).map(([type, name]) => new Option(name, type)));
    this.kind.value = "textfield";
    const on = (name, act) => root.querySelector(`[data-${name}]`).addEventListener("click", act);
    this.pick.addEventListener("change", () => this.choose(this.pick.value));
    on("add", () => this.add());
    on("up", () => this.move(-1));
    on("down", () => this.move(1));
    on("remove", () => this.remove());
    on("undo", () => this.service("commandStack").undo());
    this.switches = [...root.querySelectorAll("[data-switch]")];
    this.switches.forEach((box) => box.addEventListener("change", () => this.turn(box)));
    editor.on("changed", () => this.fill());
    editor.on("selection.changed", () => this.fill());
    this.fill();
  }

  service(name) {
    return this.editor.get(name);
  }

  /* In the order of the form; what stands in a group is indented. */
  fill() {
    const lines = [];
    const walk = (parent, depth) =>
      (parent.components ?? []).forEach((field) => {
        lines.push(new Option(`${"– ".repeat(depth)}${nameOf(field)} (${this.names[field.type]?.toLowerCase()})`, field.id));
        walk(field, depth + 1);
      });
    walk(this.whole(), 0);
    this.pick.replaceChildren(new Option("Kies een onderdeel", ""), ...lines);
    this.pick.value = this.chosen()?.id ?? "";
    this.switches.forEach((box) => (box.checked = this.whole()[box.dataset.switch] === true));
  }

  whole() {
    return this.editor._getState().schema;
  }

  /* A property of the whole form, on or off. */
  turn({ checked, dataset }) {
    const form = this.service("formFieldRegistry").get(this.whole().id);
    this.service("modeling").editFormField(form, { [dataset.switch]: checked || undefined });
  }

  chosen() {
    const field = this.service("selection").get();
    return field?.type === "default" ? undefined : field;
  }

  choose(id) {
    const field = this.service("formFieldRegistry").get(id);
    if (!field) return;
    this.service("selection").set(field);
    document.querySelector(`[data-canvas] [data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  parentOf(field) {
    return this.service("formFieldRegistry").get(field._parent) ?? this.whole();
  }

  /* Inside an empty group or list that is chosen, after any other choice, else at the end. */
  add() {
    const chosen = this.chosen();
    const inside = chosen && Array.isArray(chosen.components) && !chosen.components.length;
    const parent = inside ? chosen : chosen ? this.parentOf(chosen) : this.whole();
    const at = !chosen || inside ? parent.components.length : parent.components.indexOf(chosen) + 1;
    const added = this.service("modeling").addFormField({ type: this.kind.value, _parent: parent.id }, parent, at);
    this.service("selection").set(added);
  }

  move(step) {
    const field = this.chosen();
    if (!field) return;
    const parent = this.parentOf(field);
    const from = parent.components.indexOf(field);
    const to = step < 0 ? from - 1 : from + 2;
    if (to < 0 || to > parent.components.length) return;
    const row = this.service("formLayouter").getRowForField(field);
    this.service("modeling").moveFormField(field, parent, parent, from, to, row, null);
    this.service("selection").set(field);
  }

  remove() {
    const field = this.chosen();
    if (!field) return;
    const parent = this.parentOf(field);
    this.service("modeling").removeFormField(field, parent, parent.components.indexOf(field));
  }
}

function nameOf({ label, dateLabel, timeLabel, text, key, path, id }) {
  return (label || dateLabel || timeLabel || text || key || path || id).slice(0, 60);
}
