/* Which of our properties an element has, and how each is asked: as the machine executes them. */

const TASKS = ["bpmn:UserTask", "bpmn:ManualTask", "bpmn:Task"];
const PERSON = ["bpmn:UserTask"];
const MESSAGES = ["bpmn:SendTask", "bpmn:ReceiveTask"];

/* [kinds, attribute, how, label, more]; how: text | expression | choice | computed | several */
export const GROUPS = [
  ["Wie en wanneer", [
    [["bpmn:UserTask"], "form", "choice", "Formulier", { list: "forms", none: "Zoals de taak in het bestand heet" }],
    [["bpmn:StartEvent"], "form", "choice", "Startformulier", { list: "forms", none: "Geen formulier" }],
    [TASKS, "candidateGroup", "computed", "Groep die de taak kan nemen", { list: "groups", none: "Kies een groep", part: "candidateGroup" }],
    [TASKS, "assignee", "text", "Wie de taak krijgt", { help: "Een gebruikersnaam, of een uitdrukking na =. Leeg: de groep.", part: "assignee" }],
    [[...TASKS, "timer"], "term", "choice", "Termijn", { list: "terms", none: "Geen termijn" }],
    [TASKS, "dueDate", "text", "Af te werken tegen", { help: "Een uitdrukking na = die een datum geeft, als er geen termijn is.", part: "dueDate" }],
    [PERSON, "fourEyes", "several", "Niet door wie deze taken deed", { list: "tasks", help: "Vier ogen: wie een van deze taken deed, kan deze niet doen." }],
    [["bpmn:Activity", "bpmn:IntermediateCatchEvent", "bpmn:BoundaryEvent"], "legalBasis", "text", "Rechtsgrond", { help: "Artikel en besluit." }],
  ]],
  ["Rol in een beslissing", [
    [PERSON, "hand", "choice", "Rol", { list: "hands", none: "Geen rol" }],
    [PERSON, "decisionType", "computed", "Soort beslissing", { list: "types", none: "Geen", part: "decisionType" }],
    [PERSON, "amount", "text", "Bedrag", { help: "Uitdrukking, in euro.", part: "amount" }],
    [PERSON, "excludes", "several", "Niet door wie deze rollen had", { list: "hands" }],
    [PERSON, "excludesOver", "choice", "Waarover dat geldt", { list: "overs", none: "Deze procedure" }],
    [PERSON, "aboutDecision", "text", "Gaat over de beslissing", { help: "Uitdrukking: nummer van een beslissing of procedure.", part: "aboutDecision" }],
    [PERSON, "involved", "text", "Betrokken bij de feiten", { help: "Uitdrukking: gebruikersnamen.", part: "involved" }],
  ]],
  ["Wat het systeem doet", [
    [["bpmn:ServiceTask", "bpmn:SendTask"], "job", "choice", "Werk", { list: "jobs", none: "Kies het werk" }],
    [["bpmn:ServiceTask", "bpmn:SendTask"], "topic", "text", "Onderwerp voor een ander programma", { help: "Dan wacht de taak tot dat programma antwoordt, bijvoorbeeld kbo.opzoeken. Laat werk en brief leeg." }],
    [["bpmn:ServiceTask", "bpmn:SendTask"], "letter", "computed", "Brief", { list: "letters", none: "Geen brief", part: "letter" }],
    [["bpmn:ServiceTask"], "register", "choice", "Register", { list: "registers", none: "Geen register" }],
    [["bpmn:BusinessRuleTask"], "decision", "choice", "Beslissingstabel", { list: "decisions", none: "Kies een tabel" }],
    [["bpmn:BusinessRuleTask"], "resultVariable", "text", "Resultaat komt in", { help: "Naam van het gegeven." }],
    [[...MESSAGES, "message"], "correlation", "text", "Sleutel van het bericht", { help: "Uitdrukking waaraan berichten elkaar herkennen.", part: "correlation" }],
  ]],
];

export const STATUS = ["status", "Status van de procedure vanaf hier"];

export function isA(object, kind) {
  if (kind === "timer") return hasEvent(object, "bpmn:TimerEventDefinition") && object.$type !== "bpmn:StartEvent";
  if (kind === "message") return hasEvent(object, "bpmn:MessageEventDefinition");
  if (kind === "bpmn:Task") return object.$type === kind;
  return object.$instanceOf(kind);
}

export function hasEvent(object, kind) {
  return Boolean(object.eventDefinitions?.some((one) => one.$type === kind));
}
