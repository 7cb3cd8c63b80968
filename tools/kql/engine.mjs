// The query engine: answers each line of standard input, a JSON object `{id, query, now, from, tables}`, by a line `{id, columns, rows}`
// or `{id, error}`, in order. It ends when standard input does.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { evaluator } from "./engine/evaluate.mjs";

const { tables } = JSON.parse(readFileSync(new URL("tables.json", import.meta.url)));
const evaluate = evaluator(tables);
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

function answer(line) {
  let id;
  try {
    const request = JSON.parse(line);
    id = request.id;
    return { id, ...evaluate(request) };
  } catch (error) {
    return { id, error: error.message };
  }
}

say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) say(answer(line));
