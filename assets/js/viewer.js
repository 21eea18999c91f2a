/* Draws a diagram in every [data-diagram]: data-xml-url, data-marks ({"element": "state"}). */
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import dutch from "./dutch.js";
import { mark } from "./marks.js";
import { said } from "./page.js";

const STEP = 1.25;
const MOVE = 60;
const EDGE = 16;
const SMALLEST = 180;

document.querySelectorAll("[data-diagram]").forEach(draw);

async function draw(figure) {
  const place = figure.querySelector(".canvas");
  const first = [...place.childNodes];
  const viewer = new NavigatedViewer({ container: place, zoomScroll: { enabled: false }, additionalModules: [dutch] });
  try {
    const answer = await fetch(figure.dataset.xmlUrl, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
    first.forEach((node) => node.remove());
    place.classList.remove("canvas-fit");
    const marks = JSON.parse(figure.dataset.marks || "{}");
    for (const [element, state] of Object.entries(marks)) mark(viewer, element, state);
    const tool = new Tool(viewer, place);
    tool.fit();
    tool.listen(figure);
    figure.dataset.drawn = "yes";
  } catch (error) {
    viewer.destroy();
    figure.dataset.drawn = "no";
    if (!first.some((node) => node.nodeType === Node.ELEMENT_NODE)) said("Het schema kan nu niet getekend worden. De lijst van stappen zegt hetzelfde.");
    console.error(error);
  }
}

class Tool {
  constructor(viewer, place) {
    this.viewer = viewer;
    this.canvas = viewer.get("canvas");
    this.place = place;
  }

  /* The whole width is visible: the frame takes the height that goes with it. */
  fit() {
    const { inner } = this.canvas.viewbox();
    const scale = Math.min(1, (this.place.clientWidth - 2 * EDGE) / inner.width);
    this.place.style.height = `${Math.max(SMALLEST, inner.height * scale + 2 * EDGE + 24)}px`;
    this.canvas.resized();
    this.canvas.zoom("fit-viewport", "auto");
  }

  zoom(factor) {
    this.canvas.zoom(this.canvas.zoom() * factor, "auto");
  }

  listen(figure) {
    const acts = {
      "+": () => this.zoom(STEP),
      "=": () => this.zoom(STEP),
      "-": () => this.zoom(1 / STEP),
      0: () => this.fit(),
      ArrowLeft: () => this.canvas.scroll({ dx: MOVE, dy: 0 }),
      ArrowRight: () => this.canvas.scroll({ dx: -MOVE, dy: 0 }),
      ArrowUp: () => this.canvas.scroll({ dx: 0, dy: MOVE }),
      ArrowDown: () => this.canvas.scroll({ dx: 0, dy: -MOVE }),
    };
    this.place.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
      event.preventDefault();
      acts[event.key]();
    });
    figure.addEventListener("click", (event) => {
      const key = event.target.closest("[data-zoom]")?.dataset.zoom;
      if (key) acts[key]();
    });
    const tools = figure.querySelector(".diagram-tools");
    if (tools) tools.hidden = false;
    addEventListener("resize", () => this.fit());
  }
}
