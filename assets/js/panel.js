/* The properties of the element that is chosen: its name and our own attributes. */

const NAMESPACE = "https://procesregie.be/schema/bpmn/1";

const ATTRIBUTES = [
  ["bpmn:UserTask", "form", "Formulier", "Sleutel van het formulier; leeg: de naam van de taak in het bestand."],
  ["bpmn:UserTask", "candidateGroup", "Groep die de taak kan nemen", "Een groep, of een FEEL-uitdrukking na =."],
  ["bpmn:UserTask", "term", "Termijn", "Sleutel uit het register van termijnen."],
  ["bpmn:UserTask", "fourEyes", "Niet door wie deze taken deed", "Taaknamen, gescheiden door een spatie."],
  ["bpmn:UserTask", "hand", "Rol in de beslissing", "proposer, reviewer, heardBy, decider, appealHandler of legalCheck."],
  ["bpmn:UserTask", "decisionType", "Soort beslissing", "Een soort uit de lijst, of een FEEL-uitdrukking na =."],
  ["bpmn:UserTask", "amount", "Bedrag van de beslissing", "FEEL-uitdrukking, in euro."],
  ["bpmn:UserTask", "excludes", "Niet door wie deze rollen had", "Rollen, gescheiden door een spatie."],
  ["bpmn:UserTask", "excludesOver", "Waarover de uitsluiting geldt", "connected (wat samenhangt) of dossier."],
  ["bpmn:UserTask", "aboutDecision", "Gaat over de beslissing", "FEEL-uitdrukking: nummer van een beslissing of procedure."],
  ["bpmn:UserTask", "involved", "Betrokken bij de feiten", "FEEL-uitdrukking: gebruikersnamen."],
  ["bpmn:UserTask", "legalBasis", "Rechtsgrond", "Artikel en besluit."],
  ["bpmn:StartEvent", "form", "Startformulier", "Sleutel van het formulier."],
  ["bpmn:ServiceTask", "job", "Werk voor de machine", "Naam van de verwerking."],
  ["bpmn:ServiceTask", "letter", "Brief", "Sleutel van de brief."],
  ["bpmn:SendTask", "letter", "Brief", "Sleutel van de brief."],
  ["bpmn:BusinessRuleTask", "decision", "Beslisregel", "Naam van de tabel."],
  ["bpmn:BusinessRuleTask", "resultVariable", "Resultaat komt in", "Naam van het gegeven."],
  ["timer", "term", "Termijn", "Sleutel uit het register van termijnen."],
  ["bpmn:FlowNode", "status", "Status van de procedure vanaf hier", ""],
];

export class Panel {
  constructor(modeler, place) {
    this.modeler = modeler;
    this.place = place;
    this.prefix = prefixOf(modeler.getDefinitions());
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
      this.place.append(paragraph("Kies een element in het schema om zijn gegevens te zien."));
      return;
    }
    const object = this.element.businessObject;
    this.add("Naam", object.name ?? "", "", (value) => this.modeler.get("modeling").updateLabel(this.element, value));
    for (const [kind, name, label, help] of ATTRIBUTES) {
      if (isA(object, kind)) this.attribute(`${this.prefix}:${name}`, label, help);
    }
    if (isA(object, "bpmn:SequenceFlow")) this.condition(object);
    if (isA(object, "bpmn:ScriptTask")) this.script(object);
    this.place.append(paragraph(`In het bestand: ${object.id}`));
  }

  attribute(name, label, help) {
    const { businessObject } = this.element;
    this.add(label, businessObject.get(name) ?? "", help, (value) => this.update({ [name]: value || undefined }));
  }

  condition(object) {
    const body = object.conditionExpression?.body ?? "";
    this.add("Voorwaarde (FEEL)", body, "De pijl wordt gevolgd als dit waar is.", (value) => {
      const expression = value ? this.modeler.get("bpmnFactory").create("bpmn:FormalExpression", { body: value }) : undefined;
      this.update({ conditionExpression: expression });
    });
  }

  script(object) {
    this.add("Berekening (FEEL)", object.script ?? "", "Een FEEL-context; elk onderdeel wordt een gegeven.", (value) => this.update({ scriptFormat: "feel", script: value }));
  }

  update(properties) {
    this.modeler.get("modeling").updateProperties(this.element, properties);
  }

  add(label, value, help, write) {
    const field = document.createElement("div");
    field.className = "field";
    const name = document.createElement("label");
    const input = document.createElement("textarea");
    input.id = `panel-${this.place.childElementCount}`;
    input.rows = 1;
    input.className = "one-line";
    input.spellcheck = false;
    input.value = value;
    name.htmlFor = input.id;
    name.textContent = label;
    field.append(name);
    if (help) {
      const said = paragraph(help);
      said.id = `${input.id}-help`;
      input.setAttribute("aria-describedby", said.id);
      field.append(said);
    }
    input.addEventListener("change", () => write(input.value.trim()));
    field.append(input);
    this.place.append(field);
  }
}

function isA(object, kind) {
  if (kind === "timer") return object.eventDefinitions?.some((one) => one.$type === "bpmn:TimerEventDefinition");
  return object.$instanceOf(kind);
}

function paragraph(text) {
  const line = document.createElement("p");
  line.className = "help";
  line.textContent = text;
  return line;
}

/* The prefix this file uses for our namespace; declared when it has none. */
function prefixOf(definitions) {
  const found = Object.entries(definitions.$attrs).find(([, uri]) => uri === NAMESPACE);
  if (found) return found[0].replace("xmlns:", "");
  definitions.$attrs["xmlns:pr"] = NAMESPACE;
  return "pr";
}
