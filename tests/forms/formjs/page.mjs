// A window for form-js, which draws its fields before it knows them: no time, no network, no layout.
import { Window } from "happy-dom";

const page = new Window({ settings: { disableJavaScriptFileLoading: true } });
const names = ["document", "KeyboardEvent", "Node", "Element", "HTMLElement", "SVGElement", "Event"];
globalThis.window = page;
for (const name of names) globalThis[name] = page[name];
globalThis.getComputedStyle = page.getComputedStyle.bind(page);
