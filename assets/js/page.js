/* What every script needs to know of the page around it. */

export function csrf() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
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

/* Post to our own server; the answer is never cached and a sign-in page is not an answer. */
export async function post(url, body, { type, keepalive = false } = {}) {
  const headers = { "X-CSRF-Token": csrf(), Accept: "application/json" };
  if (type) headers["Content-Type"] = type;
  const answer = await fetch(url, { method: "POST", body, headers, keepalive, credentials: "same-origin" });
  if (answer.redirected || answer.status === 401) throw new SignedOut();
  return answer;
}

export class SignedOut extends Error {}
