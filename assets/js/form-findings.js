/* What is wrong in a form: a list that is read aloud; each line leads to its component. */

export class Findings {
  constructor(editor, place, choose) {
    this.editor = editor;
    this.place = place;
    this.choose = choose;
  }

  /* findings: [{element, severity: "error"|"warning", text}]; element is a key, a path or an id. */
  show(findings, { focus }) {
    this.place.replaceChildren();
    if (!findings.length) return;
    const heading = document.createElement("h2");
    heading.textContent = findings.length === 1 ? "1 opmerking" : `${findings.length} opmerkingen`;
    const list = document.createElement("ul");
    list.className = "findings";
    findings.forEach((finding) => list.append(this.line(finding)));
    this.place.append(heading, list);
    if (!focus) return;
    const first = findings.map(({ element }) => this.field(element)).find(Boolean);
    if (first) this.choose(first.id);
    this.place.focus();
  }

  field(element) {
    const fields = this.editor.get("formFieldRegistry").getAll();
    const named = (name) => fields.find((field) => field[name] === element);
    return element ? (named("id") ?? named("key") ?? named("path")) : undefined;
  }

  line({ element, severity, text }) {
    const line = document.createElement("li");
    line.dataset.severity = severity ?? "error";
    const field = this.field(element);
    if (!field) {
      line.textContent = element ? `${element}: ${text}` : text;
      return line;
    }
    const link = document.createElement("a");
    link.href = `#${field.id}`;
    link.textContent = `${field.label || element}: ${text}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.choose(field.id);
    });
    line.append(link);
    return line;
  }
}
