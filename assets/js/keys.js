/* Shortcuts. A bare letter never does anything while somebody may be typing it. */

const RETURN_TO = "procesregie:row";

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    const chord = event.ctrlKey || event.metaKey;
    if (chord && event.key === "Enter") finish(event);
    else if (chord && event.key.toLowerCase() === "k") search(event);
    else if (chord && event.key.toLowerCase() === "s") keep(event);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
  });
  rememberRow();
}

/* Ctrl+Enter: the one primary button of the form you are in. */
function finish(event) {
  const form = event.target.closest("form");
  const button = form?.querySelector("button.primary");
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
}

/* Ctrl+K: the search field of this page. */
function search(event) {
  const field = document.querySelector("[data-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
}

/* Ctrl+S: keep the draft now. */
function keep(event) {
  const form = event.target.closest("form[data-autosave]") ?? document.querySelector("form[data-autosave]");
  if (!form) return;
  event.preventDefault();
  form.dispatchEvent(new CustomEvent("draft:now"));
}

/* Up and down: from row to row, once a row has the focus. */
function walk(event) {
  const link = event.target.closest?.(".list tbody th a");
  if (!link) return;
  const links = [...link.closest("tbody").querySelectorAll("th a")];
  const next = links[links.indexOf(link) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/* Coming back to a list, the row you came from has the focus again. */
function rememberRow() {
  const here = location.pathname + location.search;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".list tbody th a");
    if (link) sessionStorage.setItem(RETURN_TO, JSON.stringify([here, link.getAttribute("href")]));
  });
  addEventListener("pageshow", (event) => {
    const [entry] = performance.getEntriesByType("navigation");
    if (!event.persisted && entry?.type !== "back_forward") return;
    const [page, href] = JSON.parse(sessionStorage.getItem(RETURN_TO) ?? "[]");
    if (page === here) document.querySelector(`.list tbody th a[href="${CSS.escape(href)}"]`)?.focus();
  });
}
