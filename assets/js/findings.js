/* What is wrong in a diagram: a list that is read aloud, and a red mark on each element. */
import { mark, unmark } from "./marks.js";

export class Findings {
  constructor(modeler, place) {
    this.modeler = modeler;
    this.place = place;
    this.marked = new Set();
  }

  /* findings: [{element, severity: "error"|"warning", text}] */
  show(findings, { focus }) {
    this.marked.forEach((element) => unmark(this.modeler, element, "wrong"));
    this.marked.clear();
    this.place.replaceChildren();
    if (!findings.length) return;
    const heading = document.createElement("h2");
    heading.textContent = findings.length === 1 ? "1 opmerking" : `${findings.length} opmerkingen`;
    const list = document.createElement("ul");
    list.className = "findings";
    findings.forEach((finding) => list.append(this.line(finding)));
    this.place.append(heading, list);
    if (focus) {
      const first = findings.find(({ element }) => this.shape(element));
      if (first) this.choose(first.element);
      this.place.focus();
    }
  }

  shape(element) {
    return element && this.modeler.get("elementRegistry").get(element);
  }

  line({ element, severity, text }) {
    const line = document.createElement("li");
    line.dataset.severity = severity ?? "error";
    if (!this.shape(element)) {
      line.textContent = text;
      return line;
    }
    if (!this.marked.has(element)) mark(this.modeler, element, "wrong");
    this.marked.add(element);
    const link = document.createElement("a");
    link.href = `#${element}`;
    link.textContent = text;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.choose(element);
    });
    line.append(link);
    return line;
  }

  choose(element) {
    const shape = this.shape(element);
    this.modeler.get("selection").select(shape);
    this.modeler.get("canvas").scrollToElement(shape, 80);
  }
}
