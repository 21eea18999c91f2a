/* What BPMN itself says of an element: conditions, events, calls, repetition, data, and our clocks. */
import * as fields from "./fields.js";
import { hasEvent } from "./properties.js";

const TIMES = [
  ["timeDuration", "Een duur (P14D)", ""],
  ["timeDate", "Een datum", ""],
  ["timeCycle", "Een herhaling (R3/P7D)", ""],
];
const REPEATS = [
  ["parallel", "Voor elk, alle tegelijk", ""],
  ["sequential", "Voor elk, één na één", ""],
];
const MOMENTS = [
  ["enter", "bij het begin", ""],
  ["leave", "bij het einde", ""],
];
const MULTI = "bpmn:MultiInstanceLoopCharacteristics";
const FORMAL = "bpmn:FormalExpression";

export class Behaviour {
  constructor(panel) {
    this.panel = panel;
  }

  /* What an element is about goes first. */
  first(object) {
    const made = [];
    if (object.$type === "bpmn:SequenceFlow") made.push(this.condition(object));
    if (object.$type === "bpmn:ScriptTask") made.push(this.script(object));
    if (object.$type === "bpmn:CallActivity") made.push(this.call(object));
    if (hasEvent(object, "bpmn:TimerEventDefinition")) made.push(...this.timer(object));
    if (hasEvent(object, "bpmn:ConditionalEventDefinition")) made.push(this.waiting(object));
    if (hasEvent(object, "bpmn:MessageEventDefinition") || object.$type === "bpmn:ReceiveTask" || object.$type === "bpmn:SendTask") made.push(this.message(object));
    return made;
  }

  groups(object) {
    const made = [];
    if (object.$instanceOf("bpmn:Activity")) made.push(this.repetition(object));
    if (object.$instanceOf("bpmn:FlowNode") && !object.$instanceOf("bpmn:Gateway")) made.push(this.mapping(object), this.clocks(object));
    return made;
  }

  condition(object) {
    return fields.text("Voorwaarde", object.conditionExpression?.body ?? "", (value) => this.panel.update({ conditionExpression: this.formal(value) }), {
      help: "FEEL. De pijl wordt gevolgd als dit waar is.",
      part: "condition",
    });
  }

  script(object) {
    return fields.text("Berekening", object.script ?? "", (value) => this.panel.update({ scriptFormat: "feel", script: value }), {
      rows: 4,
      help: "Een FEEL-context; elk onderdeel wordt een gegeven.",
      part: "script",
    });
  }

  call(object) {
    return fields.computed("Aangeroepen proces", object.calledElement ?? "", this.panel.lists.processes, (value) => this.panel.update({ calledElement: value || undefined }), { none: "Kies een proces", part: "called" });
  }

  timer(object) {
    const definition = object.eventDefinitions.find((one) => one.$type === "bpmn:TimerEventDefinition");
    const kind = TIMES.map(([one]) => one).find((one) => definition.get(one)) ?? "";
    const body = kind ? definition.get(kind).body ?? "" : "";
    let chosen = kind || "timeDuration";
    const write = (value) => {
      const none = Object.fromEntries(TIMES.map(([one]) => [one, undefined]));
      this.panel.change(definition, { ...none, [chosen]: this.formal(value) });
    };
    const area = fields.text("Tijd", body, write, { help: "Zoals hierboven, of een uitdrukking na =. Leeg als een termijn het zegt.", part: "timer" });
    const list = fields.choice("Wacht op", chosen, TIMES, (value) => {
      chosen = value;
      write(area.querySelector("textarea").value.trim());
    }, { none: null });
    return [list, area];
  }

  waiting(object) {
    const definition = object.eventDefinitions.find((one) => one.$type === "bpmn:ConditionalEventDefinition");
    return fields.text("Wacht tot", definition.condition?.body ?? "", (value) => this.panel.change(definition, { condition: this.formal(value) }), { help: "FEEL. Gaat verder als dit waar wordt.", part: "condition" });
  }

  /* A message goes by its name: the file has it once. */
  message(object) {
    const holder = object.eventDefinitions?.find((one) => one.$type === "bpmn:MessageEventDefinition") ?? object;
    const definitions = this.panel.modeler.getDefinitions();
    const known = definitions.rootElements.filter((one) => one.$type === "bpmn:Message");
    const write = (value) => {
      let found = known.find(({ name }) => name === value);
      if (value && !found) {
        found = this.panel.create("bpmn:Message", { name: value });
        found.$parent = definitions;
        this.panel.change(definitions, { rootElements: [...definitions.rootElements, found] });
      }
      this.panel.change(holder, { messageRef: found });
    };
    const names = known.map(({ name }) => name).filter(Boolean);
    const help = names.length ? `In dit schema: ${names.join(", ")}.` : "";
    return fields.text("Naam van het bericht", holder.messageRef?.name ?? "", write, { help });
  }

  repetition(object) {
    const loop = object.loopCharacteristics;
    const isMulti = loop?.$type === MULTI;
    const now = isMulti ? (loop.isSequential ? "sequential" : "parallel") : "";
    const inside = [];
    if (loop && !isMulti) inside.push(fields.note("Dit is een herhaling zolang een voorwaarde geldt; die staat in het schema zelf."));
    inside.push(fields.choice("Herhaling", now, REPEATS, (value) => this.repeat(loop, value), { none: "Eén keer" }));
    if (isMulti) inside.push(...this.multiple(loop));
    return fields.group("Herhaling", inside, Boolean(loop));
  }

  repeat(loop, value) {
    if (!value) this.panel.update({ loopCharacteristics: undefined });
    else if (loop?.$type === MULTI) this.panel.change(loop, { isSequential: value === "sequential" });
    else this.panel.update({ loopCharacteristics: this.panel.create(MULTI, { isSequential: value === "sequential" }) });
    this.panel.again();
  }

  multiple(loop) {
    const own = (name, label, help) => fields.text(label, loop.get(`pr:${name}`) ?? "", (value) => this.panel.change(loop, { [`pr:${name}`]: value || undefined }), { help, part: "loop" });
    const formal = (name, label, help) => fields.text(label, loop[name]?.body ?? "", (value) => this.panel.change(loop, { [name]: this.formal(value) }), { help, part: "loop" });
    return [
      own("collection", "Lijst", "Uitdrukking die de lijst geeft."),
      own("element", "Naam van elk", "Zo heet één onderdeel van de lijst."),
      formal("loopCardinality", "Of zo vaak", "Een getal of uitdrukking, als er geen lijst is."),
      own("outputElement", "Resultaat van elk", "Uitdrukking."),
      own("outputCollection", "Resultaten komen in", "Naam van het gegeven."),
      formal("completionCondition", "Klaar zodra", "Uitdrukking; leeg: als alles klaar is."),
    ];
  }

  mapping(object) {
    const found = this.extensions(object, "pr:Mapping")[0];
    const side = (kind, name, help) => fields.rows((found?.get(kind) ?? []).filter((one) => !one.variables), {
      name,
      fields: (pair) => [
        fields.text("Wat", pair.source ?? "", (value) => this.panel.change(pair, { source: value }), { help, part: "mapping" }),
        fields.text("Heet daar", pair.target ?? "", (value) => this.panel.change(pair, { target: value })),
      ],
      add: () => this.pair(object, found, kind),
      remove: (pair) => this.unpair(object, found, kind, pair),
    });
    const inside = [side("in", "Gaat mee", "Een gegeven, of een uitdrukking na =."), side("out", "Komt terug", "Een gegeven, of een uitdrukking na =.")];
    const count = (found?.get("in").length ?? 0) + (found?.get("out").length ?? 0);
    return fields.group(count ? `Gegevens mee en terug (${count})` : "Gegevens mee en terug", inside, false);
  }

  pair(object, found, kind) {
    const made = this.panel.create(kind === "in" ? "pr:In" : "pr:Out", { source: "", target: "" });
    if (found) {
      made.$parent = found;
      this.panel.change(found, { [kind]: [...found.get(kind), made] });
    } else {
      const mapping = this.panel.create("pr:Mapping", { [kind]: [made] });
      made.$parent = mapping;
      this.extend(object, mapping);
    }
    this.redrawn("Gegevens mee en terug");
  }

  unpair(object, found, kind, pair) {
    const left = found.get(kind).filter((one) => one !== pair);
    const other = found.get(kind === "in" ? "out" : "in");
    if (left.length || other.length) this.panel.change(found, { [kind]: left });
    else this.shorten(object, found);
    this.redrawn("Gegevens mee en terug");
  }

  clocks(object) {
    const { terms, actions } = this.panel.lists;
    const found = this.extensions(object, "pr:Clock");
    const inside = fields.rows(found, {
      name: "Klok",
      empty: "Dit element doet niets met een wettelijke termijn.",
      fields: (clock) => {
        const write = (name) => (value) => this.panel.change(clock, { [name]: value || undefined });
        return [
          fields.choice("Termijn", clock.term ?? "", terms, write("term"), { none: "Kies een termijn" }),
          fields.choice("Wat gebeurt er", clock.action ?? "", actions, (value) => {
            write("action")(value);
            this.redrawn("Wettelijke termijnen");
          }, { none: "Kies" }),
          fields.choice("Wanneer", clock.on ?? "enter", MOMENTS, (value) => write("on")(value === "enter" ? "" : value), { none: null }),
          fields.text("Vanaf welke dag", clock.day ?? "", write("day"), { help: "Uitdrukking die een datum geeft; leeg: vandaag.", part: "clock" }),
          fields.text("Waarom", clock.reason ?? "", write("reason"), { help: "Waarop gewacht wordt, of waarom verlengd.", part: "clock" }),
          ...(clock.action === "extend" ? [fields.choice("Verlengd tot", clock.to ?? "", terms, write("to"), { none: "Kies een termijn" })] : []),
        ];
      },
      add: () => {
        this.extend(object, this.panel.create("pr:Clock", { term: "", action: "start" }));
        this.redrawn("Wettelijke termijnen");
      },
      remove: (clock) => {
        this.shorten(object, clock);
        this.redrawn("Wettelijke termijnen");
      },
    });
    return fields.group(found.length ? `Wettelijke termijnen (${found.length})` : "Wettelijke termijnen", [inside], false);
  }

  extensions(object, type) {
    return (object.extensionElements?.values ?? []).filter(({ $type }) => $type === type);
  }

  extend(object, made) {
    const holder = object.extensionElements;
    if (holder) {
      made.$parent = holder;
      return this.panel.change(holder, { values: [...holder.get("values"), made] });
    }
    const fresh = this.panel.create("bpmn:ExtensionElements", { values: [made] });
    made.$parent = fresh;
    fresh.$parent = object;
    this.panel.update({ extensionElements: fresh });
  }

  shorten(object, gone) {
    const holder = object.extensionElements;
    const left = holder.get("values").filter((one) => one !== gone);
    if (left.length) this.panel.change(holder, { values: left });
    else this.panel.update({ extensionElements: undefined });
  }

  formal(value) {
    return value ? this.panel.create(FORMAL, { body: value }) : undefined;
  }

  /* After a row came or went: the same group stays open, and its last field is at hand. */
  redrawn(title) {
    this.panel.again();
    const place = [...this.panel.place.querySelectorAll("details")].find((one) => one.querySelector("summary").textContent.startsWith(title));
    if (!place) return;
    place.open = true;
    const inside = place.querySelectorAll("fieldset:last-of-type select, fieldset:last-of-type textarea");
    (inside[0] ?? place.querySelector("summary")).focus();
  }
}
