/* The editor in [data-modeler]: loads a draft, keeps it, deploys it, shows what is refused. */
import Modeler from "bpmn-js/lib/Modeler";
import dutch from "./dutch.js";
import { settle } from "./fields.js";
import { Findings } from "./findings.js";
import { Lint } from "./lint.js";
import ours from "./ours.js";
import { clockTime, plain, post, said, SignedOut } from "./page.js";
import { Panel } from "./panel.js";
import { Scenarios } from "./scenarios.js";
import { Toolbox } from "./toolbox.js";

const XML = "application/xml";
const PALETTE = 100;

const place = document.querySelector("[data-modeler]");
if (place) new Editor(place).open();

function Editor(root) {
  const { xmlUrl, saveUrl, deployUrl, arrangeUrl, lintUrl, playUrl } = root.dataset;
  const modeler = new Modeler({ container: root.querySelector(".canvas"), additionalModules: [dutch], moddleExtensions: { pr: ours } });
  const findings = new Findings(modeler, root.querySelector("[data-findings]"));
  const saved = root.querySelector("[data-saved]");
  const reason = root.querySelector("[data-reason]");
  const buttons = root.querySelectorAll("[data-save], [data-deploy], [data-arrange]");
  let version = root.dataset.version ?? "";
  let changed = false;
  let panel;
  let toolbox;
  let lint;
  const before = []; // the diagrams as they were before they were arranged

  this.open = async () => {
    try {
      const answer = await fetch(xmlUrl, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      await modeler.importXML(await answer.text());
    } catch (error) {
      said("Het schema kan niet geopend worden. Er is niets gewijzigd.");
      root.dataset.drawn = "no";
      console.error(error);
      return;
    }
    panel = new Panel(modeler, root.querySelector("[data-panel]"), JSON.parse(root.dataset.choices));
    toolbox = new Toolbox(modeler, root, panel, undone);
    lint = new Lint(modeler, lintUrl, root.querySelector("[data-looked]"), (found) => tell(found));
    showAll();
    new Scenarios(modeler, root.querySelector("[data-scenarios]"), playUrl);
    modeler.on("commandStack.changed", touched);
    root.querySelector("[data-save]").addEventListener("click", () => keep());
    root.querySelector("[data-deploy]")?.addEventListener("click", () => deploy());
    root.querySelector("[data-arrange]")?.addEventListener("click", () => arrange());
    root.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => zoom(Number(button.dataset.zoom))));
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      keep();
    });
    addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
    tell(JSON.parse(root.dataset.known || "[]"));
    root.dataset.drawn = "yes";
  };

  /* The whole diagram, beside the palette rather than under it. */
  function showAll() {
    const canvas = modeler.get("canvas");
    canvas.zoom("fit-viewport", "auto");
    canvas.zoom(canvas.zoom() * 0.85, "auto");
    canvas.scroll({ dx: PALETTE / 2, dy: 0 });
  }

  function zoom(factor) {
    if (!factor) return showAll();
    const canvas = modeler.get("canvas");
    canvas.zoom(canvas.zoom() * factor, "auto");
  }

  function touched() {
    changed = true;
    saved.textContent = "nog niet bewaard";
    lint.later();
  }

  /* What is wrong stands in the list, on the element, and beside the fields of the chosen one. */
  function tell(found, focus = false) {
    lint.stop();
    findings.show(found, { focus });
    panel.findings(found);
  }

  /* The server draws the same diagram anew; what was there comes back with one undo. */
  async function arrange() {
    await send(arrangeUrl, async (answer, told, xml) => {
      if (!answer.ok) return refuse(answer, told);
      before.push(xml);
      await shown(told.xml);
      said("Het schema is opnieuw geschikt. Bevalt het niet, kies dan ‘Ongedaan maken’.");
    });
  }

  /* Undo goes on where the list of changes ends: at the last time that the diagram was arranged. */
  async function undone() {
    if (before.length) await shown(before.pop());
  }

  async function shown(xml) {
    modeler.get("selection").select(null);
    await modeler.importXML(xml);
    toolbox.fill();
    showAll();
    touched();
  }

  /* Keep the draft; a draft may be wrong, and then the findings come with it. */
  async function keep() {
    await send(saveUrl, (answer, told) => {
      if (!answer.ok) return refuse(answer, told);
      changed = false;
      version = told.version ?? version;
      saved.textContent = `bewaard om ${told.saved_at ?? clockTime()}`;
      tell(told.findings ?? []);
    });
  }

  async function deploy() {
    await send(deployUrl, (answer, told) => {
      if (!answer.ok) return refuse(answer, told);
      changed = false;
      if (told.url) location.assign(told.url);
      else said("Deze versie is nu in gebruik voor nieuwe procedures.");
    });
  }

  function refuse(answer, told) {
    if (answer.status === 409) return said("Iemand anders heeft dit schema intussen bewaard. Jouw werk staat hier nog; open het in een tweede tabblad om te vergelijken.");
    if (told.findings?.length) return tell(told.findings, true);
    const why = told.problems?.[0]?.text ?? told.title ?? "Dit lukte niet.";
    said(`${why} Er is niets gewijzigd; je werk staat hier nog.`);
    if (told.problems?.some(({ field }) => field === "reason")) reason?.focus();
  }

  async function send(url, then) {
    said("");
    settle();
    buttons.forEach((button) => (button.disabled = true));
    try {
      const { xml } = await modeler.saveXML({ format: true });
      const target = `${url}${url.includes("?") ? "&" : "?"}versie=${version || 0}`;
      const headers = { "Content-Type": XML, "X-Reason": plain(reason?.value ?? "") };
      const answer = await post(target, xml, { headers });
      const text = await answer.text();
      const isXml = answer.headers.get("Content-Type")?.startsWith(XML);
      await then(answer, isXml ? { xml: text } : parsed(text), xml);
    } catch (error) {
      said(error instanceof SignedOut ? "Je bent afgemeld. Meld je aan in een ander tabblad en bewaar opnieuw; je werk staat hier nog." : "Niet bewaard: geen verbinding. Je werk staat hier nog; probeer het opnieuw.");
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
