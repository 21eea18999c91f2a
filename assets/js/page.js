/* What every script needs to know of the page around it. */

const TOKEN = 'meta[name="csrf-token"]';

export const SIGNED_OUT = "Je bent afgemeld. Meld je aan in een ander tabblad; wat je typte staat hier nog.";
export const TAKEN = "Dit is intussen veranderd. Wat je typte staat hier nog; herlaad om te zien wat er veranderde.";

export function csrf() {
  return document.querySelector(TOKEN)?.content ?? "";
}

/* Say a sentence to those who look and to those who listen. */
export function said(sentence) {
  const place = document.getElementById("said");
  if (!place) return;
  place.textContent = sentence;
  place.hidden = !sentence;
}

export function clockTime(moment = new Date()) {
  return moment.toLocaleTimeString("nl-BE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Brussels" });
}

/* A header can carry Latin letters only: typographic signs become plain ones. */
export function plain(text) {
  const simple = text.normalize("NFC").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, "-");
  return simple.replace(/[^\x20-\xff]/g, "?").trim();
}

export class SignedOut extends Error {}

/* Post to our own server as a script. Who signed in again meanwhile, in another tab, goes on here. */
export async function post(url, body, { headers = {}, keepalive = false } = {}) {
  const send = () => {
    const own = { "X-CSRF-Token": csrf(), Accept: "application/json", ...headers };
    return fetch(url, { method: "POST", body, headers: own, keepalive, credentials: "same-origin" });
  };
  let answer = await send();
  if (isRefused(answer) && (await freshToken())) answer = await send();
  if (answer.redirected || answer.status === 401) throw new SignedOut();
  return answer;
}

function isRefused(answer) {
  return answer.redirected || answer.status === 401 || answer.status === 403;
}

/* Take over the token of the session that there is now; false when there is none, or no new one. */
export async function freshToken() {
  const page = await fetch("/hulp", { credentials: "same-origin" });
  const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector(TOKEN)?.content;
  if (!found || found === csrf()) return false;
  document.querySelector(TOKEN).content = found;
  document.querySelectorAll("input[name=csrf_token]").forEach((input) => (input.value = found));
  return true;
}
