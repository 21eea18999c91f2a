/* Has the scenarios of the procedure played for the drawing as it is now, and shows what that gave. */
import { settle } from "./fields.js";
import { mark, unmark } from "./marks.js";
import { post, SignedOut } from "./page.js";

const PAUSE = 1500;
const XML = { "Content-Type": "application/xml" };

export class Scenarios {
  constructor(modeler, root, url) {
    this.modeler = modeler;
    this.url = url;
    this.button = root.querySelector("[data-play]");
    this.told = root.querySelector("[data-played]");
    this.outdated = root.querySelector("[data-outdated]");
    this.progress = root.querySelector("[data-progress]");
    this.outcome = root.querySelector("[data-outcome]");
    this.marked = [];
    this.button.addEventListener("click", () => this.play());
    modeler.on("commandStack.changed", () => this.changed());
  }

  /* The drawing changed: what was played says nothing of it any more. */
  changed() {
    this.isChanged = true;
    if (this.shown) this.outdated.hidden = false;
  }

  async play() {
    settle();
    this.clear();
    this.button.disabled = true;
    try {
      const { xml } = await this.modeler.saveXML({ format: true });
      this.isChanged = false;
      const answer = await post(this.url, xml, { headers: XML });
      const told = await answer.json();
      if (!answer.ok) return this.end(told.findings?.[0]?.text ?? told.title ?? "Naspelen lukte niet.");
      this.follow(told);
    } catch (error) {
      this.failed(error);
    }
  }

  /* Ask again until it is over; a lost connection is told, and asked again. */
  async ask() {
    try {
      const answer = await fetch(this.url, { credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.redirected || answer.status === 401) throw new SignedOut();
      this.follow(await answer.json());
    } catch (error) {
      if (error instanceof SignedOut) return this.failed(error);
      this.told.textContent = "Geen verbinding. We kijken straks opnieuw of het klaar is.";
      setTimeout(() => this.ask(), 2 * PAUSE);
    }
  }

  follow(told) {
    if (told.state === "none") return;
    if (told.state === "done" || told.state === "stopped") return this.show(told);
    this.button.disabled = true;
    this.progress.hidden = false;
    if (told.total) {
      this.progress.max = told.total;
      this.progress.value = told.done;
    } else this.progress.removeAttribute("value");
    this.told.textContent = told.total ? `${told.done} van ${told.total} scenario’s nagespeeld.` : "De scenario’s worden klaargezet.";
    setTimeout(() => this.ask(), PAUSE);
  }

  show(told) {
    this.end(`${told.summary} (${told.at})`);
    this.shown = true;
    this.outdated.hidden = !this.isChanged;
    if (told.findings.length) this.outcome.append(this.list(`Wat misliep`, told.findings.map((one) => this.line(one, `${one.scenario}, regel ${one.line ?? 1}: ${one.text}`, "wrong"))));
    const nodes = told.nodes.filter(({ element }) => this.shape(element));
    if (nodes.length) this.outcome.append(this.list("Op geen enkel scenario", nodes.map((one) => this.line({ ...one, severity: "warning" }, this.nameOf(one.element), "uncovered"))));
  }

  list(title, lines) {
    const place = document.createElement("div");
    const heading = document.createElement("h3");
    heading.textContent = title;
    const list = document.createElement("ul");
    list.className = "findings";
    list.append(...lines);
    place.append(heading, list);
    return place;
  }

  line({ element, severity }, words, state) {
    const line = document.createElement("li");
    line.dataset.severity = severity;
    if (!this.shape(element)) {
      line.textContent = words;
      return line;
    }
    mark(this.modeler, element, state);
    this.marked.push([element, state]);
    const link = document.createElement("a");
    link.href = `#${element}`;
    link.textContent = words;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const shape = this.shape(element);
      if (!shape) return;
      this.modeler.get("selection").select(shape);
      this.modeler.get("canvas").scrollToElement(shape, 80);
    });
    line.append(link);
    return line;
  }

  shape(element) {
    return element && this.modeler.get("elementRegistry").get(element);
  }

  nameOf(element) {
    return this.shape(element).businessObject.name || element;
  }

  clear() {
    this.marked.forEach(([element, state]) => unmark(this.modeler, element, state));
    this.marked = [];
    this.outcome.replaceChildren();
    this.outdated.hidden = true;
    this.shown = false;
  }

  failed(error) {
    this.end(error instanceof SignedOut ? "Je bent afgemeld. Meld je aan in een ander tabblad." : "Geen verbinding: er is niets nagespeeld. Probeer het opnieuw.");
  }

  end(words) {
    this.button.disabled = false;
    this.progress.hidden = true;
    this.told.textContent = words;
  }
}
