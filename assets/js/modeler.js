/* The editor in [data-modeler]: loads a draft, keeps it, deploys it, shows what is refused. */
import Modeler from "bpmn-js/lib/Modeler";
import dutch from "./dutch.js";
import { Findings } from "./findings.js";
import { clockTime, plain, post, said, SignedOut } from "./page.js";
import { Panel } from "./panel.js";
import { Toolbox } from "./toolbox.js";

const XML = "application/xml";
const PALETTE = 100;

const place = document.querySelector("[data-modeler]");
if (place) new Editor(place).open();

function Editor(root) {
  const { xmlUrl, saveUrl, deployUrl } = root.dataset;
  const modeler = new Modeler({ container: root.querySelector(".canvas"), additionalModules: [dutch] });
  const findings = new Findings(modeler, root.querySelector("[data-findings]"));
  const saved = root.querySelector("[data-saved]");
  const reason = root.querySelector("[data-reason]");
  const buttons = root.querySelectorAll("[data-save], [data-deploy]");
  let version = root.dataset.version ?? "";
  let changed = false;

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
    const panel = new Panel(modeler, root.querySelector("[data-panel]"));
    new Toolbox(modeler, root, panel);
    showAll();
    modeler.on("commandStack.changed", () => {
      changed = true;
      saved.textContent = "nog niet bewaard";
    });
    root.querySelector("[data-save]").addEventListener("click", () => keep());
    root.querySelector("[data-deploy]")?.addEventListener("click", () => deploy());
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      keep();
    });
    addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
    findings.show(JSON.parse(root.dataset.known || "[]"), { focus: false });
    root.dataset.drawn = "yes";
  };

  /* The whole diagram, beside the palette rather than under it. */
  function showAll() {
    const canvas = modeler.get("canvas");
    canvas.zoom("fit-viewport", "auto");
    canvas.zoom(canvas.zoom() * 0.85, "auto");
    canvas.scroll({ dx: PALETTE / 2, dy: 0 });
  }

  /* Keep the draft; a draft may be wrong, and then the findings come with it. */
  async function keep() {
    await send(saveUrl, (answer, told) => {
      if (!answer.ok) return refuse(answer, told);
      changed = false;
      version = told.version ?? version;
      saved.textContent = `bewaard om ${told.saved_at ?? clockTime()}`;
      findings.show(told.findings ?? [], { focus: false });
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
    if (told.findings?.length) return findings.show(told.findings, { focus: true });
    const why = told.problems?.[0]?.text ?? told.title ?? "Dit lukte niet.";
    said(`${why} Er is niets gewijzigd; je werk staat hier nog.`);
    if (told.problems?.some(({ field }) => field === "reason")) reason?.focus();
  }

  async function send(url, then) {
    said("");
    buttons.forEach((button) => (button.disabled = true));
    try {
      const { xml } = await modeler.saveXML({ format: true });
      const target = `${url}${url.includes("?") ? "&" : "?"}versie=${version || 0}`;
      const headers = { "Content-Type": XML, "X-Reason": plain(reason?.value ?? "") };
      const answer = await post(target, xml, { headers });
      then(answer, await answer.json().catch(() => ({})));
    } catch (error) {
      said(error instanceof SignedOut ? "Je bent afgemeld. Meld je aan in een ander tabblad en bewaar opnieuw; je werk staat hier nog." : "Niet bewaard: geen verbinding. Je werk staat hier nog; probeer het opnieuw.");
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  }
}
