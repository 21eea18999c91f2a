/* A box with data-lookup="<url>" is offered what it may hold; the server checks what is typed. */

const PAUSE = 250;
const SHORTEST = 2;

export function watchLookups() {
  let waiting;
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("input[data-lookup]");
    if (!box) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => offer(box), PAUSE);
  });
}

async function offer(box) {
  const typed = box.value.trim();
  if (typed.length < SHORTEST) return;
  const answer = await fetch(`${box.dataset.lookup}?q=${encodeURIComponent(typed)}`, {
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  }).catch(() => null);
  if (!answer?.ok || answer.redirected || box.value.trim() !== typed) return;
  const found = await answer.json();
  box.list?.replaceChildren(...found.map(({ code, label }) => option(code, label, found)));
}

/* A label that two codes have cannot name one: the code does. */
function option(code, label, found) {
  const made = document.createElement("option");
  const isAlone = found.filter((each) => each.label === label).length === 1;
  made.value = isAlone ? label : code;
  made.label = `${label} (${code})`;
  return made;
}
