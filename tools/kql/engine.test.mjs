// The engine as a process: lines in, lines out.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const engine = spawn(process.execPath, [fileURLToPath(new URL("engine.mjs", import.meta.url))], { stdio: ["pipe", "pipe", "inherit"] });
after(() => engine.kill());
const lines = createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
const next = async () => JSON.parse((await lines.next()).value);
const ask = (line) => {
  engine.stdin.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
  return next();
};

test("it says when it is ready", async () => assert.deepEqual(await next(), { ready: true }));

test("it answers with columns and rows, under the request's id", async () => {
  const row = { TimeGenerated: "2026-11-27T11:59:00Z", Resource: "A", DurationMs: 12 };
  const answer = await ask({
    id: 7,
    query: "AzureDiagnostics | project Resource, DurationMs, TimeGenerated",
    now: "2026-11-27T12:00:00.000Z",
    from: "2026-11-27T11:00:00.000Z",
    tables: { AzureDiagnostics: [row] },
  });
  const columns = [
    { name: "Resource", type: "string" },
    { name: "DurationMs", type: "long" },
    { name: "TimeGenerated", type: "datetime" },
  ];
  assert.deepEqual(answer, { id: 7, columns, rows: [["A", 12, "2026-11-27T11:59:00Z"]] });
});

test("an error is an answer, and the next request has its own", async () => {
  assert.deepEqual(await ask({ id: 8, query: "AzureDiagnostics\n| where Nothing == 1" }), {
    id: 8,
    error: "line 2: The name 'Nothing' does not refer to any known column, table, variable or function.",
  });
  assert.match((await ask("not JSON")).error, /JSON/);
  assert.deepEqual(await ask({ id: 9, now: "2026-11-27T12:00:00Z" }), { id: 9, error: "query: undefined (expected: a text)" });
  assert.deepEqual(await ask({ id: 10, query: "print 1", now: "noon" }), { id: 10, error: "now: noon (expected: ISO 8601)" });
  assert.deepEqual((await ask({ id: 11, query: "print 1" })).rows, [[1]]);
});

test("requests are answered in their order", async () => {
  engine.stdin.write([1, 2, 3].map((id) => `${JSON.stringify({ id, query: `print ${id}` })}\n`).join(""));
  for (const id of [1, 2, 3]) assert.equal((await next()).id, id);
});

test("it ends when its input does", async () => {
  const ended = once(engine, "exit");
  engine.stdin.end();
  assert.deepEqual(await ended, [0, null]);
});
