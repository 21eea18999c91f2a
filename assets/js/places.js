/* A link with data-line leads to that place in a text; [data-caret] says where one is typing. */
export function watchPlaces() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-line]");
    const field = link && document.getElementById(link.dataset.field);
    if (!field) return;
    event.preventDefault();
    go(field, Number(link.dataset.line), Number(link.dataset.column));
  });
  document.querySelectorAll("[data-caret]").forEach((place) => follow(place, document.getElementById(place.dataset.caret)));
}

/* Select from the place to the end of its line, and bring the line into view. */
function go(field, line, column) {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const text = lines[line - 1] ?? "";
  field.focus();
  field.setSelectionRange(start + Math.min(column - 1, text.length), start + text.length);
  field.scrollTop = (field.scrollHeight * (line - 1)) / lines.length - field.clientHeight / 3;
  field.scrollIntoView({ block: "nearest" });
}

function follow(place, field) {
  const show = () => {
    const lines = field.value.slice(0, field.selectionStart).split("\n");
    place.textContent = `Regel ${lines.length}, kolom ${lines.at(-1).length + 1}`;
  };
  place.hidden = false;
  ["input", "keyup", "click", "focus", "select"].forEach((name) => field.addEventListener(name, show));
  show();
}
