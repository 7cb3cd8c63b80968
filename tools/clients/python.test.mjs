// The official client for Python, with its own settings but for the address.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { start } from "./platform.mjs";
import { python } from "./python.mjs";

let platform;
let interpreter;

before(async () => {
  interpreter = await python();
  platform = await start();
});

after(() => platform?.stop());

test("the client for Python finds what the one for Node finds", async () => {
  const env = { ...process.env, SLUICE_URL: platform.url, SLUICE_TOKENS: JSON.stringify(platform.tokens), PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(interpreter, [join(import.meta.dirname, "python_client.py")], { env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const code = await new Promise((done) => child.on("close", done));
  assert.match(said, /^Ran [1-9]\d* tests/m);
  assert.equal(code, 0, said);
});
