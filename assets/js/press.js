/* A press of the mouse or a finger is one thing: the page stays as it is until it is let go. */

const LONGEST = 1000;

let pressed = false;
let waiting = [];

export function watchPresses() {
  addEventListener("pointerdown", ({ button }) => (pressed ||= button === 0), true);
  for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, ({ target }) => letGo(end, target), true);
}

/* Leaving a field for the thing that is pressed says what was typed in it; an answer to that, which
   moves what is under the pointer, would take the click away. So it waits for the click. */
export async function fetchUnpressed(url, options) {
  const answer = await fetch(url, options);
  if (pressed) await new Promise((go) => [waiting.push(go), setTimeout(go, LONGEST)]);
  options.signal?.throwIfAborted();
  return answer;
}

/* The click comes after the end of its press, and what it asks for goes before what waited. */
function letGo(end, target) {
  if (end === "blur" && target !== window) return;
  pressed = false;
  setTimeout(() => {
    waiting.forEach((go) => go());
    waiting = [];
  });
}
