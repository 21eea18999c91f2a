/* The editor of tables in [data-table-editor]: loads a draft, checks it, tries it, keeps it, deploys it. */
import EditingManager from "dmn-js-shared/lib/base/EditingManager";
import DecisionTableEditor from "dmn-js-decision-table/lib/Editor";
import LiteralExpressionEditor from "dmn-js-literal-expression/lib/Editor";
import dutch from "./table-dutch.js";
import { TableMarks } from "./table-marks.js";
import { Sources } from "./table-sources.js";
import { clockTime, plain, post, said, SignedOut } from "./page.js";

const XML = "application/xml";
const PAUSE = 700;
const SIGNS = { UNIQUE: "U", FIRST: "F", ANY: "A", PRIORITY: "P", "RULE ORDER": "R", "OUTPUT ORDER": "O", COLLECT: "C" };
const AGGREGATES = { SUM: "C+", MIN: "C<", MAX: "C>", COUNT: "C#" };

class Tables extends EditingManager {
  _getViewProviders() {
    const opens = (type) => (element) => element.$type === "dmn:Decision" && element.decisionLogic?.$type === type;
    return [
      { id: "decisionTable", constructor: DecisionTableEditor, opens: opens("dmn:DecisionTable") },
      { id: "literalExpression", constructor: LiteralExpressionEditor, opens: opens("dmn:LiteralExpression") },
    ];
  }
}

const place = document.querySelector("[data-table-editor]");
if (place) new Workshop(place).open();

function Workshop(root) {
  const { xmlUrl, saveUrl, deployUrl, lintUrl } = root.dataset;
  const policies = JSON.parse(root.dataset.policies);
  const find = (name) => root.querySelector(`[data-${name}]`);
  const [saved, reason, rowPick, tabs, attempt] = ["saved", "reason", "row", "views", "try"].map(find);
  const buttons = root.querySelectorAll("[data-save], [data-deploy]");
  const common = { additionalModules: [dutch] };
  const manager = new Tables({ container: find("canvas"), decisionTable: common, literalExpression: common });
  const sources = new Sources();
  const marks = new TableMarks(find("findings"), choose);
  let version = root.dataset.version;
  let changed = false;
  let waiting;
  let writing = Promise.resolve();

  this.open = async () => {
    root.querySelectorAll("[data-workshop]").forEach((part) => (part.hidden = false));
    manager.on("import.parse.complete", ({ definitions }) => definitions && sources.show(definitions));
    manager.on("viewer.created", ({ viewer }) => viewer.on("commandStack.changed", touched));
    manager.on("views.changed", drawn);
    try {
      const answer = await fetch(xmlUrl, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      await manager.importXML(await answer.text());
    } catch (error) {
      said("Deze tabel kan hier niet geopend worden. Er is niets gewijzigd.");
      root.dataset.drawn = "no";
      console.error(error);
      return;
    }
    listen();
    drawn();
    marks.show(JSON.parse(root.dataset.known), { focus: false });
    root.dataset.drawn = "yes";
  };

  function listen() {
    find("save").addEventListener("click", keep);
    find("deploy").addEventListener("click", deploy);
    find("undo").addEventListener("click", () => act("undo"));
    find("add-rule").addEventListener("click", addRule);
    find("remove-rule").addEventListener("click", removeRule);
    find("add-input").addEventListener("click", () => act("addInput"));
    find("add-output").addEventListener("click", () => act("addOutput"));
    rowPick.addEventListener("change", () => choose(null, rowPick.value));
    attempt.addEventListener("htmx:after:swap", () => marks.matched(fired()));
    attempt.addEventListener("submit", () => marks.matched([]), true);
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      keep();
    });
    addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
    written().then((xml) => (attempt.elements._tabel.value = xml));
  }

  function fired() {
    return JSON.parse(document.getElementById("proef")?.dataset.fired || "[]");
  }

  function table() {
    const logic = manager.getActiveView()?.element.decisionLogic;
    return logic?.$type === "dmn:DecisionTable" ? logic : undefined;
  }

  function act(name, context) {
    return manager.getActiveViewer()?.get("editorActions").trigger(name, context);
  }

  function rows() {
    return table() ? manager.getActiveViewer().get("sheet").getRoot().rows : [];
  }

  function addRule() {
    const rule = rows().find(({ id }) => id === rowPick.value);
    const made = rule ? act("addRuleBelow", { rule }) : act("addRule");
    drawn();
    if (made) choose(null, made.id);
  }

  function removeRule() {
    const rule = rows().find(({ id }) => id === rowPick.value);
    if (!rule || rows().length < 2) return said("De laatste regel van een tabel kan niet weg.");
    act("removeRule", { rule });
    drawn();
  }

  /* Lead to a rule: its table, its row, its first cell. */
  async function choose(decision, rule) {
    const view = manager.getViews().find(({ element }) => element.id === decision);
    if (view && view !== manager.getActiveView()) await manager.open(view);
    drawn();
    rowPick.value = rule;
    const cell = find("canvas").querySelector(`td.rule-index[data-row-id="${CSS.escape(rule)}"]`);
    cell?.scrollIntoView({ block: "nearest", inline: "start" });
    cell?.parentElement.querySelector("[contenteditable], .cm-content, [tabindex]")?.focus();
  }

  /* What stands around the table: its rules to choose from, its policy, its neighbours. */
  function drawn() {
    const numbers = find("canvas").querySelector("th.index-column");
    if (numbers && !numbers.textContent) numbers.textContent = "Nr.";
    const now = rowPick.value;
    rowPick.replaceChildren(...rows().map(({ id }, at) => new Option(`Regel ${at + 1}`, id)));
    if (rows().some(({ id }) => id === now)) rowPick.value = now;
    const shown = table();
    const sign = shown && (AGGREGATES[shown.aggregation] ?? SIGNS[shown.hitPolicy ?? "UNIQUE"]);
    find("policy").textContent = sign ? `${policies[sign][0]}. ${policies[sign][1]}` : "";
    root.querySelectorAll("[data-add-rule], [data-remove-rule], [data-add-input], [data-add-output]").forEach((each) => (each.disabled = !shown));
    const views = manager.getViews();
    tabs.hidden = views.length < 2;
    tabs.replaceChildren(...views.map(tab));
  }

  function tab(view) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "slim";
    button.textContent = view.element.name || view.element.id;
    button.setAttribute("aria-pressed", String(view === manager.getActiveView()));
    button.addEventListener("click", () => manager.open(view).then(drawn));
    return button;
  }

  /* One at a time: while a table is written its sources are not where the editor shows them. */
  function written() {
    writing = writing.then(write, write);
    return writing;
  }

  async function write() {
    const definitions = manager.getDefinitions();
    sources.keep(definitions);
    try {
      return (await manager.saveXML({ format: true })).xml;
    } finally {
      sources.show(definitions);
    }
  }

  function touched() {
    changed = true;
    saved.textContent = "nog niet bewaard";
    marks.matched([]);
    drawn();
    clearTimeout(waiting);
    waiting = setTimeout(lint, PAUSE);
  }

  /* The try-out always has the tables of this moment; what is wrong is told after a pause. */
  async function lint() {
    try {
      const now = await written();
      attempt.elements._tabel.value = now;
      const answer = await post(lintUrl, now, { headers: { "Content-Type": XML } });
      const told = await answer.json();
      if (now === (await written())) marks.show(told.findings ?? [], { focus: false });
    } catch {
      /* Saving tells the same, and says why it cannot. */
    }
  }

  /* Keep the draft; a draft may be wrong, and then the findings come with it. */
  async function keep() {
    await send(saveUrl, (answer, told) => {
      if (!answer.ok) return refuse(answer, told);
      changed = false;
      version = told.version;
      saved.textContent = `bewaard om ${told.saved_at ?? clockTime()}`;
      marks.show(told.findings, { focus: false });
    });
  }

  async function deploy() {
    await send(deployUrl, (answer, told) => {
      if (!answer.ok) return refuse(answer, told);
      changed = false;
      location.assign(told.url);
    });
  }

  function refuse(answer, told) {
    if (answer.status === 409) return said("Deze tabel is intussen in een ander tabblad of door iemand anders bewaard. Jouw werk staat hier nog; open ze in een tweede tabblad om te vergelijken.");
    if (told.findings?.length) return marks.show(told.findings, { focus: true });
    const why = told.problems?.[0]?.text ?? told.title ?? "Dit lukte niet.";
    said(`${why} Er is niets gewijzigd; je werk staat hier nog.`);
    if (told.problems?.some(({ field }) => field === "reason")) reason.focus();
  }

  async function send(url, then) {
    said("");
    document.activeElement?.blur?.(); // what is being typed in a cell counts too
    buttons.forEach((button) => (button.disabled = true));
    try {
      const sent = await written();
      const target = `${url}${url.includes("?") ? "&" : "?"}versie=${version}`;
      const answer = await post(target, sent, { headers: { "Content-Type": XML, "X-Reason": plain(reason.value) } });
      then(answer, await answer.json().catch(() => ({})));
    } catch (error) {
      said(error instanceof SignedOut ? "Je bent afgemeld. Meld je aan in een ander tabblad en bewaar opnieuw; je werk staat hier nog." : "Niet bewaard: geen verbinding. Je werk staat hier nog; probeer het opnieuw.");
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  }
}
