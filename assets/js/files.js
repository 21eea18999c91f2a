/* A file that is chosen or dropped at a file picker is sent at once. What is under way is known to
   this page alone: the file stays in its box until the house has it, so that sending the form takes
   it along whatever happens. The server draws what is chosen. */
import { clockTime, csrf, freshToken, said, SIGNED_OUT, TAKEN } from "./page.js";

const PREFIX = "_file.";
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60000;
const LONGEST_SILENCE = 90000;
const MOST_TRIES = 3;
const MB = 1024 * 1024;
const STEP = 10;

export function watchFiles() {
  document.querySelectorAll("form[data-files]").forEach((form) => new Sender(form));
  document.addEventListener("htmx:config:request", (event) => {
    const { body } = event.detail.ctx.request;
    if (!(body instanceof FormData)) return;
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  });
}

class Sender {
  constructor(form) {
    this.form = form;
    this.files = [];
    this.arrived = [];
    form.addEventListener("change", (event) => this.picked(event), true);
    form.addEventListener("dragover", (event) => this.over(event));
    form.addEventListener("dragleave", (event) => zone(event)?.classList.remove("over"));
    form.addEventListener("drop", (event) => this.dropped(event));
    form.addEventListener("paste", (event) => this.pasted(event));
    form.addEventListener("htmx:before:swap", () => (this.held = picker(document.activeElement)?.dataset.picker));
    form.addEventListener("htmx:after:swap", (event) => this.swapped(event));
    form.addEventListener("submit", () => (this.leaving = true));
    addEventListener("pageshow", () => (this.leaving = false));
    addEventListener("online", () => this.retry());
    addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.files.some((file) => !file.refused)) event.preventDefault();
    });
    for (const box of this.boxes()) if (box.files.length) this.take(box, [...box.files]);
  }

  boxes() {
    return this.form.querySelectorAll(`input[type=file][name^="${PREFIX}"]`);
  }

  /* --- what a person does --- */

  picked(event) {
    const box = event.target;
    if (box.type !== "file" || !box.name.startsWith(PREFIX)) return;
    event.stopPropagation();
    this.take(box, [...box.files].filter((each) => !this.files.some((known) => known.file === each)));
  }

  over(event) {
    const place = zone(event);
    if (!place) return;
    event.preventDefault();
    place.classList.add("over");
  }

  dropped(event) {
    const place = zone(event);
    if (!place) return;
    event.preventDefault();
    place.classList.remove("over");
    const box = place.querySelector("input[type=file]");
    const found = [...event.dataTransfer.files];
    this.take(box, box.multiple ? found : found.slice(0, 1));
  }

  /* A file that is pasted goes to the picker where one is, else to the first. */
  pasted(event) {
    const found = [...(event.clipboardData?.files ?? [])];
    const box = picker(event.target)?.querySelector("input[type=file]") ?? this.boxes()[0];
    if (!found.length || !box) return;
    event.preventDefault();
    this.take(box, box.multiple ? found : found.slice(0, 1));
  }

  take(box, found) {
    const key = box.name.slice(PREFIX.length);
    for (const known of this.of(key)) if (known.refused || !box.multiple) this.forget(known);
    for (const file of found) this.files.push(this.made(key, file, Number(box.dataset.most)));
    this.draw();
    this.next();
  }

  made(key, file, most) {
    const made = { key, file, wait: FIRST_WAIT, node: line(file.name, () => this.leaveOut(made)) };
    if (file.size > most * MB) {
      made.refused = true;
      made.text = `‘${file.name}’ is te groot: het mag hoogstens ${most} MB zijn.`;
    } else made.text = "Wacht om verstuurd te worden.";
    return made;
  }

  leaveOut(file) {
    this.forget(file);
    this.draw();
    this.tell(file.key, `${file.file.name} is weggelaten.`);
    document.getElementById(`veld-${file.key}`)?.focus();
    this.next();
  }

  /* --- sending, one at a time --- */

  of(key) {
    return this.files.filter((file) => file.key === key);
  }

  next() {
    if (this.files.some((file) => file.request)) return;
    const file = this.files.find((each) => !each.refused && !each.timer);
    if (file) this.send(file);
  }

  send(file) {
    const body = new FormData();
    body.set("_key", this.form.elements.namedItem("_key")?.value ?? "");
    body.set(PREFIX + file.key, file.file, file.file.name);
    const request = new XMLHttpRequest();
    file.request = request;
    request.open("POST", this.form.dataset.files);
    request.setRequestHeader("X-CSRF-Token", csrf());
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => this.progress(file, event));
    request.addEventListener("load", () => this.answered(file, request));
    request.addEventListener("error", () => this.lost(file));
    this.listen(file);
    this.say(file, "Wordt verstuurd.");
    request.send(body);
  }

  /* A line that has gone dead without saying so. */
  listen(file) {
    clearTimeout(file.silence);
    file.silence = setTimeout(() => {
      file.request?.abort();
      this.lost(file);
    }, LONGEST_SILENCE);
  }

  progress(file, { lengthComputable, loaded, total }) {
    this.listen(file);
    if (!lengthComputable) return;
    const percent = Math.floor((STEP * loaded) / total) * STEP;
    const words = percent < 100 ? `Voor ${percent} % verstuurd.` : "Verstuurd; we kijken het bestand na.";
    if (words !== file.text) this.say(file, words, false);
  }

  async answered(file, request) {
    this.settle(file);
    const { status } = request;
    const elsewhere = request.responseURL && new URL(request.responseURL).pathname !== new URL(this.form.dataset.files, location).pathname;
    if (status === 200 && !elsewhere) this.came(file, JSON.parse(request.responseText).chosen);
    else if ((elsewhere || status === 401 || status === 403) && (await freshToken().catch(() => false))) this.later(file, 0);
    else if (elsewhere || status === 401) this.signedOut(file);
    else if (status === 413) this.refuse(file, `‘${file.file.name}’ is te groot.`);
    else if (status === 422) this.refuse(file, JSON.parse(request.responseText).problems[0].text);
    else if (status >= 500) this.lost(file, "Dit lukte nu niet.");
    else this.refuse(file, TAKEN);
    this.next();
  }

  settle(file) {
    clearTimeout(file.silence);
    file.request = null;
  }

  /* The house has it: choose it, and let the server draw the picker again. */
  came(file, chosen) {
    this.forget(file);
    for (const id of Object.values(chosen).flat()) this.choose({ id, key: file.key, tries: 0 });
    this.draw();
    this.tell(file.key, `${file.file.name} is toegevoegd.`);
  }

  choose(document_) {
    const place = this.place(document_.key);
    if (!place) return;
    if (!this.arrived.includes(document_)) this.arrived.push(document_);
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: document_.key, value: document_.id });
    place.append(field);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  refuse(file, text) {
    file.refused = true;
    this.say(file, text);
  }

  signedOut(file) {
    said(SIGNED_OUT);
    this.later(file, file.wait);
    this.say(file, "Je bent afgemeld. Meld je aan in een ander tabblad; het bestand wordt daarna verstuurd.");
  }

  lost(file, why = "Geen verbinding.") {
    this.settle(file);
    this.later(file, file.wait);
    this.say(file, `${why} Het bestand staat klaar en wordt opnieuw verstuurd; laat deze pagina open (${clockTime()}).`);
  }

  later(file, wait) {
    file.wait = Math.min(file.wait * 2, LONGEST_WAIT);
    clearTimeout(file.timer);
    file.timer = setTimeout(() => {
      file.timer = null;
      this.next();
    }, wait);
  }

  retry() {
    for (const file of this.files) {
      clearTimeout(file.timer);
      file.timer = null;
      file.wait = FIRST_WAIT;
    }
    this.next();
  }

  forget(file) {
    clearTimeout(file.timer);
    this.files = this.files.filter((each) => each !== file);
    file.request?.abort();
    this.settle(file);
    file.node.remove();
  }

  /* --- what is seen and heard --- */

  place(key) {
    return this.form.querySelector(`[data-picker="${CSS.escape(key)}"]`);
  }

  say(file, text, aloud = true) {
    file.text = text;
    this.draw();
    if (aloud) this.tell(file.key, `${file.file.name}: ${text}`);
  }

  tell(key, sentence) {
    const heard = this.place(key)?.querySelector("[data-sending] [role=status]");
    if (heard) heard.textContent = sentence;
  }

  /* Every file under way stands at its picker, and in its box as long as it was not refused. */
  draw() {
    for (const file of this.files) {
      const list = this.place(file.key)?.querySelector("[data-sending] ul");
      if (list && file.node.parentNode !== list) list.append(file.node);
      file.node.classList.toggle("refused", Boolean(file.refused));
      file.node.querySelector(".under").textContent = file.text;
    }
    this.boxes().forEach((box) => this.hold(box));
  }

  hold(box) {
    const wanted = this.of(box.name.slice(PREFIX.length)).filter((each) => !each.refused).map((each) => each.file);
    if (wanted.length === box.files.length && wanted.every((file, at) => file === box.files[at])) return;
    const held = new DataTransfer();
    for (const file of wanted) held.items.add(file);
    box.files = held.files;
  }

  /* The server drew the questions again: rows may have moved, what arrived may be drawn by now. */
  swapped(event) {
    const gone = event.detail?.ctx?.request?.body?.get?.("_remove");
    if (gone) this.moveUp(gone);
    const waiting = this.arrived;
    this.arrived = [];
    for (const each of waiting) {
      const drawn = document.getElementById(`gekozen-${each.key}-${each.id}`);
      if (drawn && each.key === this.held && document.activeElement === document.body) drawn.focus();
      if (!drawn && (each.tries += 1) <= MOST_TRIES) this.choose(each);
    }
    this.draw();
  }

  moveUp(gone) {
    for (const file of this.files) {
      const key = without(file.key, gone);
      if (key === null) this.forget(file);
      else file.key = key;
    }
    const moved = this.arrived.map((each) => ({ ...each, key: without(each.key, gone) }));
    this.arrived = moved.filter((each) => each.key !== null);
  }
}

/* The key after a row was taken out; null when it stood in that row. */
function without(key, gone) {
  const cut = gone.lastIndexOf(".");
  const list = gone.slice(0, cut + 1);
  if (!key.startsWith(list)) return key;
  const [at, ...rest] = key.slice(list.length).split(".");
  const number = Number(at);
  const removed = Number(gone.slice(cut + 1));
  if (number === removed) return null;
  return list + [number > removed ? number - 1 : number, ...rest].join(".");
}

function picker(element) {
  return element?.closest?.("[data-picker]");
}

function zone(event) {
  return event.target.closest?.("[data-drop]");
}

function line(name, leaveOut) {
  const made = document.createElement("li");
  const words = document.createElement("span");
  words.className = "file";
  const text = document.createElement("span");
  const under = Object.assign(document.createElement("span"), { className: "under" });
  text.append(name, " ", under);
  words.append(text);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain" });
  const of = Object.assign(document.createElement("span"), { className: "only-read", textContent: ` ${name}` });
  button.append("Weglaten", of);
  button.addEventListener("click", leaveOut);
  made.append(words, button);
  return made;
}
