/* form-js in Dutch. It has no translations of its own: its texts are exchanged while it draws them. */
import { options } from "preact";

const WORDS = {
  Components: "Onderdelen",
  "Search components": "Onderdeel zoeken",
  "Clear content": "Wissen",
  "No components found.": "Geen onderdelen gevonden.",
  Input: "Invullen",
  Selection: "Kiezen",
  Presentation: "Tonen",
  Containers: "Samen houden",
  "Build your form": "Bouw je formulier",
  "Drag and drop components here to start designing.": "Sleep onderdelen hierheen.",
  "Drag and drop components here.": "Sleep onderdelen hierheen.",
  "Use the preview window to test your form.": "Onder de editor staat het voorbeeld.",
  "Remove form field": "Onderdeel verwijderen",
  "Select a form field to edit its properties.": "Kies een onderdeel om zijn gegevens te zien.",
  Form: "Formulier",
  "Text view is templated": "Uitleg met berekende delen",
  "Text view is empty": "Uitleg zonder tekst",
  "Expression field is empty": "Berekening zonder uitdrukking",
  Repeatable: "Herhaalbaar",
  General: "Algemeen",
  Serialization: "Bewaren",
  Constraints: "Grenzen",
  Validation: "Nakijken",
  Appearance: "Uiterlijk",
  Layout: "Plaats",
  Condition: "Voorwaarde",
  "Hide if": "Verbergen als",
  "Condition under which the field is hidden": "Voorwaarde waaronder het veld verborgen is",
  "Field label": "Vraag",
  "Field description": "Uitleg",
  "Group label": "Titel van de groep",
  "Table label": "Titel van de tabel",
  "Date label": "Vraag naar de datum",
  "Time label": "Vraag naar het uur",
  Title: "Titel",
  Text: "Tekst",
  Label: "Opschrift",
  Value: "Waarde",
  Key: "Sleutel",
  Path: "Pad",
  ID: "Id",
  Type: "Soort",
  Subtype: "Soort",
  Date: "Datum",
  Time: "Uur",
  "Date & Time": "Datum en uur",
  "Date & time": "Datum en uur",
  "Use 24h": "24 uren",
  "Time interval": "Stap in minuten",
  "Time format": "Vorm van het uur",
  "Disallow past dates": "Geen dagen in het verleden",
  "Default value": "Beginwaarde",
  "Default number of items": "Aantal rijen bij het begin",
  "Allow add/delete items": "Rijen toevoegen en weghalen",
  "Disable collapse": "Niet inklappen",
  "Number of non-collapsing items": "Zoveel rijen niet inklappen",
  Disabled: "Uitgeschakeld",
  "Read only": "Alleen lezen",
  Checked: "Aangevinkt",
  "Not checked": "Niet aangevinkt",
  "<none>": "geen",
  "Binds to a form variable": "Naam van het gegeven",
  "Where the child variables of this component are pathed to.": "Waar de gegevens hiervan samen staan.",
  "Show outline": "Kader tonen",
  Height: "Hoogte",
  "Height of the container in pixels.": "Hoogte in pixels.",
  "Decimal digits": "Cijfers na de komma",
  Increment: "Stap",
  "Target value": "Berekening",
  "Define an expression to calculate the value of this field": "FEEL die dit veld berekent",
  "Compute on": "Berekenen bij",
  "Value changes": "Elke wijziging",
  "Form submission": "Het afronden",
  "Output as string": "Als tekst bewaren",
  "Allows arbitrary precision values": "Voor getallen met veel cijfers",
  Searchable: "Met zoeken",
  "Options source": "Herkomst van de opties",
  "Static options": "Eigen opties",
  "Dynamic options": "Opties uit een gegeven",
  "Options expression": "Opties uit FEEL",
  "Input data": "Gegeven",
  Static: "Eigen opties",
  "Input values key": "Naam van het gegeven",
  "Define which input property to populate the values from": "Het gegeven waaruit de opties komen",
  "Define an expression to populate the options from.": "FEEL die de opties geeft",
  "Data source": "Gegevens",
  "Specify the source from which to populate the table": "Waar de rijen vandaan komen",
  Pagination: "Per pagina",
  "Number of rows per page": "Rijen per pagina",
  "List of items": "Eigen lijst",
  Expression: "Uitdrukking",
  "Headers source": "Herkomst van de kolommen",
  "Header items": "Kolommen",
  Column: "Kolom",
  Columns: "Breedte in kolommen",
  Auto: "Vanzelf",
  "Vertical alignment": "Plaats in de hoogte",
  Top: "Boven",
  Center: "Midden",
  Bottom: "Onder",
  Prefix: "Ervoor",
  Suffix: "Erachter",
  "Supported file formats": "Soorten bestanden",
  "Upload multiple files": "Meer dan één bestand",
  "Version tag": "Versie-etiket",
  "Version tag by which this form can be referenced.": "Etiket om naar te verwijzen.",
  Required: "Verplicht",
  Minimum: "Minstens",
  Maximum: "Hoogstens",
  "Minimum length": "Minstens zoveel tekens",
  "Maximum length": "Hoogstens zoveel tekens",
  "Validation pattern": "Patroon",
  "Regular expression validation": "Patroon",
  "Custom regular expression": "Eigen patroon",
  Custom: "Eigen",
  Email: "E-mailadres",
  Phone: "Telefoonnummer",
  "Custom error message": "Eigen melding",
  "Custom properties": "Andere eigenschappen",
  "Must not be empty.": "Mag niet leeg zijn.",
  "Must not be empty": "Mag niet leeg zijn",
  "Must be unique.": "Bestaat al.",
  "Must not contain spaces.": "Mag geen spaties bevatten.",
  "Must be a variable or a dot separated path.": "Schrijf een naam, of namen met punten ertussen.",
  "Must not contain numerical path segments.": "Een deel mag geen getal zijn.",
  "Must not be a prohibited path.": "Deze naam kan niet.",
  "Must not cause two binding paths to collide": "Deze naam botst met die van een ander veld.",
  "Should be a valid number.": "Schrijf een getal.",
  "Should be a valid number": "Schrijf een getal",
  "Should be an integer.": "Schrijf een geheel getal.",
  "Toggle section": "Openen of sluiten",
  "Section contains an error": "Hier is iets niet in orde",
  "Section contains edits": "Hier is iets ingevuld",
  "<empty>": "(leeg)",
  "Toggle list item": "Openen of sluiten",
  "Delete item": "Verwijderen",
  "Create new list item": "Toevoegen",
  Create: "Toevoegen",
  "Open pop-up editor": "In een groot venster openen",
  "Opened in editor": "Staat open in een groot venster",
  "Opened in popup": "Staat open in een groot venster",
  "Open documentation": "Uitleg openen",
  "FEEL expression is mandatory": "Hier hoort FEEL",
  "Click to set a dynamic value with FEEL expression": "Klik om met FEEL te rekenen",
  "Click to remove FEEL expression": "Klik om FEEL weg te halen",
  "Unparsable FEEL expression.": "Dit is geen leesbare FEEL.",
};

const MOVES = [
  [/^Create (?:an?) (.+) element$/, "$1 toevoegen"],
  [/^Remove (.+)$/, "$1 verwijderen"],
];

/* A text as it is shown; what is not in the list stays as it is. */
export function say(text) {
  if (typeof text !== "string") return text;
  if (Object.hasOwn(WORDS, text)) return WORDS[text];
  const [move, words] = MOVES.find(([shape]) => shape.test(text)) ?? [];
  return move ? text.replace(move, words) : text;
}

/* Everything that Preact draws from now on is drawn in Dutch. */
export function speakDutch() {
  const before = options.vnode;
  options.vnode = (node) => {
    if (node.type) translate(node.props, typeof node.type === "string");
    before?.(node);
  };
}

function translate(props, isElement) {
  const { children } = props;
  if (Array.isArray(children)) props.children = children.map(say);
  else if (children) props.children = say(children);
  if (props.label) props.label = say(props.label);
  if (!isElement) return;
  for (const name of ["title", "placeholder", "aria-label", "alt"]) {
    if (props[name]) props[name] = say(props[name]);
  }
}
