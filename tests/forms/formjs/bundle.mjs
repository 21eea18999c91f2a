// What the door to form-js takes from npm, in one file and in this order: form-js looks for a window.
import "./page.mjs";

export { Form } from "@bpmn-io/form-js-viewer";
export { act } from "preact/test-utils";
