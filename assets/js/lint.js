/* Looks a drawing over while one draws: after a pause the server says what is wrong with it. */
import { post, SignedOut } from "./page.js";

const PAUSE = 900;
const AGAIN = 5000;
const XML = { "Content-Type": "application/xml" };

export class Lint {
  /* `tell`: what shows the findings; `place` says how the drawing stands */
  constructor(modeler, url, place, tell) {
    this.modeler = modeler;
    this.url = url;
    this.place = place;
    this.tell = tell;
    this.asked = 0;
  }

  later(wait = PAUSE) {
    clearTimeout(this.timer);
    this.asked += 1;
    this.timer = setTimeout(() => this.look(), wait);
  }

  /* Something else was told meanwhile: what is on its way counts no more. */
  stop() {
    clearTimeout(this.timer);
    this.asked += 1;
  }

  /* One at a time; what was drawn meanwhile is looked at afterwards. */
  async look() {
    if (this.busy) return this.later();
    const asked = this.asked;
    this.busy = true;
    try {
      const { xml } = await this.modeler.saveXML({ format: true });
      const answer = await post(this.url, xml, { headers: XML });
      if (asked === this.asked) this.answered(await answer.json());
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }

  answered({ findings, title }) {
    if (!findings) return this.say(title ?? "Nakijken lukte niet.");
    this.tell(findings);
    const wrong = findings.filter(({ severity }) => severity === "error").length;
    this.say(wrong ? `nagekeken: ${wrong === 1 ? "1 fout" : `${wrong} fouten`}` : "nagekeken: geen fouten");
  }

  failed(error) {
    if (error instanceof SignedOut) return this.say("Niet nagekeken: je bent afgemeld. Meld je aan in een ander tabblad.");
    this.say("Niet nagekeken: geen verbinding. We proberen het opnieuw.");
    this.later(AGAIN);
  }

  say(words) {
    this.place.textContent = words;
  }
}
