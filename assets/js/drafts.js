/* A form with data-autosave="<url>" keeps what is typed, on the server and nowhere else. */
import { clockTime, post, said, SIGNED_OUT, SignedOut, TAKEN } from "./page.js";

const AUTOSAVE = { "X-Requested-With": "autosave" };
const SEEN = "_concept";
const PAUSE = 1500;
const LONGEST_WAIT = 60000;

const TROUBLE = "Nog niet bewaard: geen verbinding. We proberen het opnieuw; laat deze pagina open.";

export function watchDrafts() {
  document.querySelectorAll("form[data-autosave]").forEach((form) => new Draft(form));
}

class Draft {
  constructor(form) {
    this.form = form;
    this.place = form.querySelector("[data-saved]");
    this.wait = PAUSE;
    this.dirty = false;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("htmx:after:swap", () => this.later(PAUSE));
    form.addEventListener("draft:now", () => this.save());
    form.addEventListener("submit", (event) => this.sent(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.dirty) this.save({ keepalive: true });
    });
  }

  later(wait) {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /* What is being saved is saved first: what is sent then follows the draft that there is. */
  async sent(event) {
    this.leaving = true;
    this.dirty = false;
    clearTimeout(this.timer);
    if (!this.busy) return;
    event.preventDefault();
    await this.saving;
    this.form.requestSubmit(event.submitter);
  }

  /* One at a time: each says which draft it follows, so a second one waits for the first. */
  save(options) {
    clearTimeout(this.timer);
    if (this.busy) return this.later(PAUSE);
    this.dirty = false;
    this.busy = true;
    this.saving = this.keep(options);
  }

  async keep({ keepalive = false } = {}) {
    try {
      const answer = await post(this.form.dataset.autosave, this.written(), { headers: AUTOSAVE, keepalive });
      if (answer.status === 409 || answer.status === 403) return said(TAKEN);
      if (!answer.ok) throw new Error(String(answer.status));
      this.kept(await answer.json());
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }

  written() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  kept({ version, saved_at: at, url }) {
    this.wait = PAUSE;
    const seen = this.form.elements.namedItem(SEEN);
    if (seen && version !== undefined) seen.value = version;
    if (this.place) this.place.textContent = `bewaard om ${at ?? clockTime()}`;
    if (url && !this.leaving) history.replaceState(null, "", url);
    said("");
  }

  failed(error) {
    said(error instanceof SignedOut ? SIGNED_OUT : TROUBLE);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.later(this.wait);
  }
}
