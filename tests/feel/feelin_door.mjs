// Reads one JSON text per line, evaluates it with feelin, writes the value as tagged JSON.
import { createInterface } from "node:readline";
import { evaluate, FeelRange, isFunction } from "./.assets/feelin.mjs";

function tagged(value) {
  if (value === undefined) return null;
  if (typeof value === "number") {
    return Number.isFinite(value) ? { "@number": String(value) } : { strange: String(value) };
  }
  if (value === null || typeof value !== "object") {
    return typeof value === "function" ? { function: true } : value;
  }
  if (Array.isArray(value)) return value.map(tagged);
  if (value instanceof FeelRange) {
    return {
      "@range": {
        start: tagged(value.start),
        end: tagged(value.end),
        start_included: value["start included"],
        end_included: value["end included"],
      },
    };
  }
  if (isFunction(value)) return { function: true };
  if ("iso" in value) return { iso: value.iso, class: value.constructor.name };
  return { entries: Object.entries(value).map(([key, item]) => [key, tagged(item)]) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { value: tagged(evaluate(JSON.parse(line), {}).value) };
  } catch (error) {
    answer = { error: String(error.message ?? error).slice(0, 120) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
