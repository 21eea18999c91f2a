/* bpmn-js in Dutch. What is not in this list is shown in English and logged once. */

const KINDS = {
  Task: "Taak",
  "User task": "Gebruikerstaak",
  "Manual task": "Handmatige taak",
  "Service task": "Servicetaak",
  "Send task": "Verzendtaak",
  "Receive task": "Ontvangsttaak",
  "Script task": "Scripttaak",
  "Business rule task": "Beslisregeltaak",
  "Call activity": "Deelproces elders (aanroep)",
  "Sub-process": "Deelproces",
  "Sub process": "Deelproces",
  "Sub-process (collapsed)": "Deelproces (dichtgeklapt)",
  "Sub-process (expanded)": "Deelproces (opengeklapt)",
  "Event sub-process": "Gebeurtenisdeelproces",
  "Ad-hoc sub-process": "Ad-hocdeelproces",
  "Ad-hoc sub-process (collapsed)": "Ad-hocdeelproces (dichtgeklapt)",
  "Ad-hoc sub-process (expanded)": "Ad-hocdeelproces (opengeklapt)",
  Transaction: "Transactie",
  "Exclusive gateway": "Keuze (één weg)",
  "Parallel gateway": "Parallel (alle wegen)",
  "Inclusive gateway": "Keuze (één of meer wegen)",
  "Complex gateway": "Complexe poort",
  "Event-based gateway": "Wachten op de eerste gebeurtenis",
  "Event based gateway": "Wachten op de eerste gebeurtenis",
  "Event based instantiating Gateway": "Start bij de eerste gebeurtenis",
  "Parallel Event based instantiating Gateway": "Start bij alle gebeurtenissen",
  "Sequence flow": "Volgordepijl",
  "Default flow": "Standaardpijl",
  "Conditional flow": "Pijl met voorwaarde",
  "Data object reference": "Gegevensobject",
  "Data store reference": "Gegevensopslag",
  "Expanded pool/participant": "Pool (opengeklapt)",
  "Empty pool/participant": "Pool (leeg)",
  "Start event": "Begin",
  "End event": "Einde",
  "Intermediate throw event": "Tussengebeurtenis",
  "Boundary event": "Randgebeurtenis",
  "Terminate end event": "Einde dat alles stopt",
};

const TRIGGERS = {
  Message: "bericht",
  Timer: "tijd",
  Signal: "signaal",
  Error: "fout",
  Escalation: "escalatie",
  Conditional: "voorwaarde",
  Compensation: "terugdraaien",
  Link: "sprong",
  Cancel: "annulering",
};

const PLACES = {
  "start event": "Begin",
  "end event": "Einde",
  "boundary event": "Randgebeurtenis",
  "intermediate catch event": "Wachten op",
  "intermediate throw event": "Melden van",
};

const ACTS = {
  "Activate hand tool": "Handje: schema verschuiven",
  "Activate lasso tool": "Lasso: meerdere elementen kiezen",
  "Activate create/remove space tool": "Ruimte maken of weghalen",
  "Activate global connect tool": "Pijlen trekken",
  "Create start event": "Begin toevoegen",
  "Create intermediate/boundary event": "Tussen- of randgebeurtenis toevoegen",
  "Create end event": "Einde toevoegen",
  "Create gateway": "Poort toevoegen",
  "Create task": "Taak toevoegen",
  "Create expanded sub-process": "Deelproces toevoegen",
  "Create data object reference": "Gegevensobject toevoegen",
  "Create data store reference": "Gegevensopslag toevoegen",
  "Create pool/participant": "Pool toevoegen",
  "Create group": "Groep toevoegen",
  "Append task": "Taak erna zetten",
  "Append end event": "Einde erna zetten",
  "Append gateway": "Poort erna zetten",
  "Append receive task": "Ontvangsttaak erna zetten",
  "Append intermediate/boundary event": "Tussengebeurtenis erna zetten",
  "Append message intermediate catch event": "Wachten op bericht erna zetten",
  "Append timer intermediate catch event": "Wachten op tijd erna zetten",
  "Append conditional intermediate catch event": "Wachten op voorwaarde erna zetten",
  "Append signal intermediate catch event": "Wachten op signaal erna zetten",
  "Append compensation activity": "Terugdraaitaak erna zetten",
  "Add text annotation": "Notitie toevoegen",
  "Add lane above": "Baan erboven toevoegen",
  "Add lane below": "Baan eronder toevoegen",
  "Divide into two lanes": "In twee banen verdelen",
  "Divide into three lanes": "In drie banen verdelen",
  "Align elements": "Elementen uitlijnen",
  "Align elements left": "Links uitlijnen",
  "Align elements center": "Horizontaal centreren",
  "Align elements right": "Rechts uitlijnen",
  "Align elements top": "Boven uitlijnen",
  "Align elements middle": "Verticaal centreren",
  "Align elements bottom": "Onder uitlijnen",
  "Distribute elements horizontally": "Horizontaal verdelen",
  "Distribute elements vertically": "Verticaal verdelen",
  "Change element": "Soort wijzigen",
  "Connect to other element": "Verbinden met een ander element",
  "Connect using association": "Verbinden met een associatie",
  "Connect using data input association": "Verbinden als gegevensinvoer",
  "Toggle non-interrupting": "Onderbreken aan of uit",
  Delete: "Verwijderen",
  "Search in diagram": "Zoeken in het schema",
  Search: "Zoeken",
  "Open {element}": "{element} openen",
  Collection: "Verzameling",
  Loop: "Herhaling",
  "Parallel multi-instance": "Meerdere tegelijk",
  "Sequential multi-instance": "Meerdere na elkaar",
  "Participant multiplicity": "Meerdere deelnemers",
};

const known = { ...ACTS, ...KINDS };
const missed = new Set();

/* "Timer boundary event (non-interrupting)" → "Randgebeurtenis: tijd (onderbreekt niet)" */
function event(template) {
  const parts = /^(\w+) ((?:start|end|boundary|intermediate catch|intermediate throw) event)( \(non-interrupting\))?$/.exec(template);
  if (!parts || !TRIGGERS[parts[1]]) return undefined;
  return `${PLACES[parts[2]]}: ${TRIGGERS[parts[1]]}${parts[3] ? " (onderbreekt niet)" : ""}`;
}

export function say(template, replacements = {}) {
  const words = known[template] ?? event(template);
  if (words === undefined && !missed.has(template)) {
    missed.add(template);
    console.debug(`no Dutch for "${template}"`);
  }
  return (words ?? template).replace(/\{([^}]+)\}/g, (_, key) => replacements[key] ?? `{${key}}`);
}

export default { translate: ["value", say] };
