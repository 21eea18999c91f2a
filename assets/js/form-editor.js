/* The form editor in [data-form-editor]: loads a draft, checks it, shows it, keeps it, deploys it. */
import { FormEditor } from "@bpmn-io/form-js-editor";
import { Findings } from "./form-findings.js";
import { speakDutch } from "./form-dutch.js";
import { spoken } from "./form-language.js";
import { FormTools } from "./form-tools.js";
import { clockTime, plain, post, said, SignedOut } from "./page.js";

const PAUSE = 700;

speakDutch();
const place = document.querySelector("[data-form-editor]");
if (place) new Workshop(place).open();

function Workshop(root) {
  const { schemaUrl, saveUrl, deployUrl, lintUrl } = root.dataset;
  const language = JSON.parse(root.dataset.language);
  const saved = root.querySelector("[data-saved]");
  const reason = root.querySelector("[data-reason]");
  const preview = root.querySelector("[data-preview]");
  const buttons = root.querySelectorAll("[data-save], [data-deploy]");
  let version = root.dataset.version;
  let kept = "";
  let waiting;
  let editor, tools, findings;

  this.open = async () => {
    root.querySelectorAll("[data-workshop]").forEach((part) => (part.hidden = false));
    try {
      const answer = await fetch(schemaUrl, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      editor = new FormEditor({
        container: root.querySelector("[data-canvas]"),
        palette: { parent: root.querySelector("[data-palette]") },
        propertiesPanel: { parent: root.querySelector("[data-properties]") },
        additionalModules: [spoken(language)],
      });
      await editor.importSchema(await answer.json());
    } catch (error) {
      said("Het formulier kan niet geopend worden. Er is niets gewijzigd.");
      root.dataset.drawn = "no";
      console.error(error);
      return;
    }
    tools = new FormTools(editor, root, language.components);
    findings = new Findings(editor, root.querySelector("[data-findings]"), (id) => tools.choose(id));
    kept = written();
    editor.on("changed", changed);
    listen();
    findings.show(JSON.parse(root.dataset.known), { focus: false });
    root.dataset.drawn = "yes";
  };

  function listen() {
    root.querySelector("[data-save]").addEventListener("click", keep);
    root.querySelector("[data-deploy]").addEventListener("click", deploy);
    preview.querySelector("fieldset").disabled = false;
    preview.elements._schema.value = kept;
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      keep();
    });
    addEventListener("beforeunload", (event) => {
      if (written() !== kept) event.preventDefault();
    });
  }

  function written() {
    return JSON.stringify(editor.getSchema(), null, 2);
  }

  /* The preview always has the form of this moment; what is wrong is told after a pause. */
  function changed() {
    const now = written();
    preview.elements._schema.value = now;
    if (now !== kept) saved.textContent = "nog niet bewaard";
    clearTimeout(waiting);
    waiting = setTimeout(() => lint(now), PAUSE);
  }

  async function lint(now) {
    try {
      const answer = await post(lintUrl, now, { headers: { "Content-Type": "application/json" } });
      const told = await answer.json();
      if (now === written()) findings.show(told.findings ?? [], { focus: false });
    } catch {
      /* Saving tells the same, and says why it cannot. */
    }
  }

  /* Keep the draft; a draft may be wrong, and then the findings come with it. */
  async function keep() {
    await send(saveUrl, (answer, told, sent) => {
      if (!answer.ok) return refuse(answer, told);
      kept = sent;
      version = told.version;
      saved.textContent = `bewaard om ${told.saved_at ?? clockTime()}`;
      findings.show(told.findings, { focus: false });
    });
  }

  async function deploy() {
    await send(deployUrl, (answer, told, sent) => {
      if (!answer.ok) return refuse(answer, told);
      kept = sent;
      location.assign(told.url);
    });
  }

  function refuse(answer, told) {
    if (answer.status === 409) return said("Dit formulier is intussen in een ander tabblad of door iemand anders bewaard. Jouw werk staat hier nog; open het in een tweede tabblad om te vergelijken.");
    if (told.findings?.length) return findings.show(told.findings, { focus: true });
    const why = told.problems?.[0]?.text ?? told.title ?? "Dit lukte niet.";
    said(`${why} Er is niets gewijzigd; je werk staat hier nog.`);
    if (told.problems?.some(({ field }) => field === "reason")) reason.focus();
  }

  async function send(url, then) {
    said("");
    buttons.forEach((button) => (button.disabled = true));
    try {
      const sent = written();
      const target = `${url}${url.includes("?") ? "&" : "?"}versie=${version}`;
      const headers = { "Content-Type": "application/json", "X-Reason": plain(reason.value) };
      const answer = await post(target, sent, { headers });
      then(answer, await answer.json().catch(() => ({})), sent);
    } catch (error) {
      said(error instanceof SignedOut ? "Je bent afgemeld. Meld je aan in een ander tabblad en bewaar opnieuw; je werk staat hier nog." : "Niet bewaard: geen verbinding. Je werk staat hier nog; probeer het opnieuw.");
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  }
}
