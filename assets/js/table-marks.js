/* What is said of a table: a list that is read aloud, and a sign beside the rules it is about. */

const WEIGHTS = { error: "Fout", warning: "Let op", info: "Weetje" };

export class TableMarks {
  constructor(place, choose) {
    this.place = place;
    this.choose = choose;
    this.sheet = new CSSStyleSheet();
    this.found = [];
    this.fired = [];
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  /* findings: [{decision, rules, severity, text}] */
  show(findings, { focus }) {
    this.found = findings;
    this.place.replaceChildren();
    this.draw();
    if (!findings.length) return;
    const heading = document.createElement("h2");
    heading.textContent = findings.length === 1 ? "1 opmerking" : `${findings.length} opmerkingen`;
    const list = document.createElement("ul");
    list.className = "findings";
    findings.forEach((finding) => list.append(this.line(finding)));
    this.place.append(heading, list);
    if (focus) this.place.focus();
  }

  matched(rules) {
    this.fired = rules;
    this.draw();
  }

  line({ severity, text, rules, decision }) {
    const line = document.createElement("li");
    line.dataset.severity = severity ?? "error";
    const words = `${WEIGHTS[severity] ?? WEIGHTS.error}: ${text}`;
    if (!rules?.length) {
      line.textContent = words;
      return line;
    }
    const link = document.createElement("a");
    link.href = "#";
    link.textContent = words;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.choose(decision, rules[0]);
    });
    line.append(link);
    return line;
  }

  /* Rules of a sheet of our own: the editor draws its rows anew whenever it likes. */
  draw() {
    const worst = new Map();
    for (const weight of ["warning", "error"]) {
      this.found.filter(({ severity }) => severity === weight).forEach(({ rules }) => rules?.forEach((id) => worst.set(id, weight)));
    }
    const cell = (id) => `.table-canvas td.rule-index[data-row-id="${CSS.escape(id)}"]`;
    const marks = [...worst].map(([id, weight]) => `${cell(id)} { background: var(--canvas-wrong-soft); color: var(--canvas-wrong); } ${cell(id)}::after { content: "${weight === "error" ? " ✗" : " !"}"; }`);
    const fired = this.fired.map((id) => `${cell(id)} { background: var(--canvas-done-soft); color: var(--canvas-done); } ${cell(id)}::after { content: " ✓"; }`);
    this.sheet.replaceSync([...marks, ...fired].join("\n"));
  }
}
