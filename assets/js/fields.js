/* The fields of a panel: a text, an expression, a choice, several choices, rows of these. */

const PAUSE = 400;
const EXPRESSION = "=";

let last = 0;
const typed = new Set();

/* What is being typed is written down now, without waiting for the pause. */
export function settle() {
  [...typed].forEach((keep) => keep());
}

/* A label, the help under it and what `make` returns for the id of the field. */
export function field(label, help, make) {
  const place = document.createElement("div");
  place.className = "field";
  const id = `panel-${(last += 1)}`;
  const name = document.createElement("label");
  name.htmlFor = id;
  name.textContent = label;
  place.append(name);
  const input = make(id);
  input.id = id;
  if (help) {
    const said = note(help);
    said.id = `${id}-help`;
    input.setAttribute("aria-describedby", said.id);
    place.append(said);
  }
  place.append(input);
  return place;
}

/* What is typed is written down after a pause, so that it is looked over while one types. */
export function text(label, value, write, { help = "", rows = 1, part = "" } = {}) {
  return field(label, help, () => {
    const input = document.createElement("textarea");
    input.rows = rows;
    if (rows === 1) input.className = "one-line";
    input.spellcheck = rows > 1;
    input.value = value;
    input.dataset.part = part;
    let timer;
    let kept = value;
    const keep = () => {
      clearTimeout(timer);
      typed.delete(keep);
      const now = input.value.trim();
      if (now === kept) return;
      kept = now;
      write(now);
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      typed.add(keep);
      timer = setTimeout(keep, PAUSE);
    });
    input.addEventListener("change", keep);
    return input;
  });
}

/* options: [[value, label, group]]; what is written in the file but stands in no list stays. */
export function choice(label, value, options, write, { help = "", none = "Geen" } = {}) {
  return field(label, help, () => select(value, options, none, write));
}

/* A choice, or an expression that computes it: the expression has a field of its own. */
export function computed(label, value, options, write, { help = "", none = "Geen", part = "" } = {}) {
  const isOne = value.startsWith(EXPRESSION);
  const place = document.createElement("div");
  place.className = "stack-tight";
  const formula = text(`${label}: uitdrukking`, isOne ? value.slice(1) : "", (now) => write(now ? EXPRESSION + now : ""), { help: "FEEL, bijvoorbeeld bevoegd.groep.", part });
  formula.hidden = !isOne;
  const list = field(label, help, () => {
    const every = [...options, [EXPRESSION, "Zelf berekenen (uitdrukking)", ""]];
    return select(isOne ? EXPRESSION : value, every, none, (now) => {
      formula.hidden = now !== EXPRESSION;
      const area = formula.querySelector("textarea");
      if (now !== EXPRESSION) return write(now);
      area.focus();
      if (area.value.trim()) write(EXPRESSION + area.value.trim());
    });
  });
  place.append(list, formula);
  return place;
}

/* Boxes to tick: what is written is the ticked values, separated by spaces. */
export function several(label, value, options, write, { help = "" } = {}) {
  const place = document.createElement("fieldset");
  place.className = "field";
  const name = document.createElement("legend");
  name.textContent = label;
  place.append(name);
  if (help) place.append(note(help));
  const chosen = new Set(value.split(/\s+/).filter(Boolean));
  const known = new Set(options.map(([one]) => one));
  const strange = [...chosen].filter((one) => !known.has(one)).map((one) => [one, `${one} (niet gekend)`]);
  for (const [one, words] of [...options, ...strange]) {
    const line = document.createElement("label");
    line.className = "choice-line";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = chosen.has(one);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(one);
      else chosen.delete(one);
      write([...chosen].join(" "));
    });
    line.append(box, ` ${words}`);
    place.append(line);
  }
  return place;
}

/* A group of fields that folds: open when something in it is filled in. */
export function group(title, fields, open) {
  const place = document.createElement("details");
  place.open = open;
  const name = document.createElement("summary");
  name.textContent = title;
  const body = document.createElement("div");
  body.className = "stack-tight";
  body.append(...fields);
  place.append(name, body);
  return place;
}

/* Rows of fields, each with a button that takes it away, and one that adds a row. */
export function rows(items, { name, fields, add, remove, empty }) {
  const place = document.createElement("div");
  place.className = "stack-tight";
  if (!items.length && empty) place.append(note(empty));
  items.forEach((item, index) => {
    const row = document.createElement("fieldset");
    row.className = "panel-row";
    const legend = document.createElement("legend");
    legend.textContent = `${name} ${index + 1}`;
    row.append(legend, ...fields(item), button("Weghalen", "danger", () => remove(item), `${name} ${index + 1}`));
    place.append(row);
  });
  place.append(button(`${name} toevoegen`, "", add));
  return place;
}

export function note(words) {
  const line = document.createElement("p");
  line.className = "help";
  line.textContent = words;
  return line;
}

function button(words, look, act, about = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `slim ${look}`;
  made.textContent = words;
  if (about) made.setAttribute("aria-label", `${words}: ${about}`);
  made.addEventListener("click", act);
  return made;
}

function select(value, options, none, write) {
  const list = document.createElement("select");
  const groups = new Map();
  if (none !== null) list.append(new Option(none, ""));
  for (const [one, words, inside] of options) {
    if (inside && !groups.has(inside)) {
      const made = document.createElement("optgroup");
      made.label = inside;
      groups.set(inside, made);
      list.append(made);
    }
    (groups.get(inside) ?? list).append(new Option(words, one));
  }
  if (value && !options.some(([one]) => one === value)) list.append(new Option(`${value} (niet gekend)`, value));
  list.value = value;
  list.addEventListener("change", () => write(list.value));
  return list;
}
