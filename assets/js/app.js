/* What every page gains from scripts; without them every page still works. */
import htmx from "htmx.org/dist/htmx.esm.min.js";
import { csrf, said, SIGNED_OUT, TAKEN } from "./page.js";
import { watchDrafts } from "./drafts.js";
import { watchFiles } from "./files.js";
import { watchKeys } from "./keys.js";
import { watchLookups } from "./lookup.js";
import { watchPlaces } from "./places.js";
import { fetchUnpressed, watchPresses } from "./press.js";

const SLOW = 300;

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  ctx.request.headers["X-CSRF-Token"] = csrf();
  ctx.fetch = fetchUnpressed;
});

document.addEventListener("htmx:error", () => said("De verbinding viel weg. Wat je typte staat er nog; probeer het opnieuw."));

/* A refusal never takes the place of what somebody is filling in. */
document.addEventListener("htmx:before:response", (event) => {
  const { ok, redirected, status } = event.detail.ctx.response.raw;
  if (ok && !redirected) return;
  event.preventDefault();
  if (redirected || status === 401) said(SIGNED_OUT);
  else said(status < 500 ? TAKEN : "Dit lukte nu niet. Wat je typte staat er nog; probeer het opnieuw.");
});

/* One click is one submission: a second one waits for the answer to the first. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const buttons = form.querySelectorAll("button:not([type=button])");
  buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
  setTimeout(() => document.documentElement.setAttribute("data-busy", ""), SLOW);
});

/* A page that comes back from the browser's memory is ready to be used again. */
addEventListener("pageshow", () => {
  document.documentElement.removeAttribute("data-busy");
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

/* The summary of what is wrong, or the confirmation, is where reading starts. */
document.querySelector("[data-focus]")?.focus();

window.htmx = htmx;
watchDrafts();
watchFiles();
watchKeys();
watchLookups();
watchPlaces();
watchPresses();
document.documentElement.setAttribute("data-ready", "");
