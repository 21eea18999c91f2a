// Reads a schema and data per line, opens and submits the form with form-js, writes what came of it.
import { createInterface } from "node:readline";
import bundle from "../.assets/formjs.cjs";

const { act, Form } = bundle;

function problems(errors, { id, indexes }) {
  let found = errors[id];
  for (const index of Object.values(indexes ?? {})) found = found?.[index];
  return Array.isArray(found) ? found : [];
}

async function submitted({ schema, data }) {
  const container = document.createElement("div");
  const form = new Form({ container, debounce: 0 });
  try {
    let opened;
    act(() => {
      opened = form.importSchema(schema, data);
    });
    await opened;
    const { data: clean, errors } = form.submit();
    const shown = form.get("formFieldInstanceRegistry").getAllKeyed();
    const fields = shown.map((one) => [one.valuePath.join("."), problems(errors, one)]);
    return { fields: Object.fromEntries(fields), clean, held: form._getState().data };
  } finally {
    act(() => form.destroy());
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await submitted(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error.stack ?? error).slice(0, 2000) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
