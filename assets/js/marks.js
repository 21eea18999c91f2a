/* How a diagram shows where a case stands: a class on the element, and a note beside it. */

const NOTES = { done: "✓", active: "nu", failed: "!", wrong: "!", uncovered: "?", added: "+", changed: "≠" };

export function mark(tool, element, state) {
  if (!tool.get("elementRegistry").get(element)) return;
  tool.get("canvas").addMarker(element, `mark-${state}`);
  if (NOTES[state]) addNote(tool, element, state);
}

export function unmark(tool, element, state) {
  if (tool.get("elementRegistry").get(element)) tool.get("canvas").removeMarker(element, `mark-${state}`);
  tool.get("overlays").remove({ element, type: state });
}

function addNote(tool, element, state) {
  const note = document.createElement("span");
  note.className = `note note-${state}`;
  note.textContent = NOTES[state];
  note.setAttribute("aria-hidden", "true");
  tool.get("overlays").add(element, state, { position: corner(tool, element), html: note });
}

/* A gateway has its name above it, the rest has it inside or below: stay off the words. */
function corner(tool, element) {
  const { businessObject } = tool.get("elementRegistry").get(element);
  return businessObject.$instanceOf("bpmn:Gateway") ? { bottom: 10, right: 10 } : { top: -12, right: 12 };
}
