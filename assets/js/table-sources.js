/* The source of a rule is its annotation (DMN 1.5 §8.3.3); the editor shows a rule's description.
   While a table is open the first annotation stands there; when it is written, it goes back. */

const NAME = "Bron of reden";

export class Sources {
  constructor() {
    this.before = new WeakMap(); // descriptions that rules had besides their annotation
  }

  show(definitions) {
    for (const rule of rules(definitions)) {
      const first = rule.annotationEntry?.[0];
      if (!first) continue;
      if (rule.description) this.before.set(rule, rule.description);
      rule.description = first.text || undefined;
    }
  }

  keep(definitions) {
    for (const table of tables(definitions)) {
      const found = table.rule ?? [];
      if (!table.annotation?.length && !found.some(({ description }) => description)) continue;
      if (!table.annotation?.length) table.annotation = [made(table, "dmn:RuleAnnotationClause", { name: NAME })];
      found.forEach((rule) => this.put(rule, table.annotation.length));
    }
  }

  put(rule, columns) {
    const entries = rule.annotationEntry ?? [];
    while (entries.length < columns) entries.push(made(rule, "dmn:RuleAnnotation", { text: "" }));
    entries[0].text = rule.description ?? "";
    rule.annotationEntry = entries;
    rule.description = this.before.get(rule);
  }
}

function tables(definitions) {
  return (definitions.drgElement ?? []).map((each) => each.decisionLogic).filter((each) => each?.$type === "dmn:DecisionTable");
}

function rules(definitions) {
  return tables(definitions).flatMap((table) => table.rule ?? []);
}

function made(parent, type, values) {
  const element = parent.$model.create(type, values);
  element.$parent = parent;
  return element;
}
