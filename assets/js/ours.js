/* Our own attributes and elements, so that bpmn-js reads, copies and writes them as its own. */

const TEXTS = [
  "form", "candidateGroup", "assignee", "term", "dueDate", "fourEyes", "legalBasis", "hand", "decisionType", "amount", "excludes", "excludesOver", "aboutDecision", "involved",
  "job", "topic", "letter", "register", "decision", "resultVariable", "status", "correlation", "keep", "reopensAt", "collection", "element", "outputCollection", "outputElement",
];

const text = (name) => ({ name, isAttr: true, type: "String" });
const element = (name, attributes, more = []) => ({ name, superClass: ["Element"], properties: [...attributes.map(text), ...more] });

export default {
  name: "Procesregie",
  prefix: "pr",
  uri: "https://procesregie.be/schema/bpmn/1",
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "Attributes", extends: ["bpmn:BaseElement"], properties: TEXTS.map(text) },
    element("Clock", ["term", "action", "day", "on", "reason", "to"]),
    element("Field", ["name", "source"]),
    element("In", ["source", "target", "variables"]),
    element("Out", ["source", "target", "variables"]),
    element("Mapping", [], [
      { name: "in", type: "In", isMany: true },
      { name: "out", type: "Out", isMany: true },
    ]),
  ],
};
