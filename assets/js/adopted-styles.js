/* The styles that CodeMirror makes, as constructed sheets: a policy without inline styles allows these. */
import { StyleModule as Original } from "../../node_modules/style-mod/src/style-mod.js";

const page = {
  ownerDocument: document,
  get adoptedStyleSheets() {
    return document.adoptedStyleSheets;
  },
  set adoptedStyleSheets(sheets) {
    document.adoptedStyleSheets = sheets;
  },
};

export class StyleModule extends Original {
  static mount(root, modules, options) {
    super.mount(root === document ? page : root, modules, options);
  }
}
