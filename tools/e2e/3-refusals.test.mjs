// What must fail fails, with a message that says what to do and a non-zero exit.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { running } from "../cli/local-azure.mjs";
import { local, root } from "../cli/paths.mjs";
import { clear, command, greet, port, resourceIds } from "./platform.mjs";

const fiveFaults = join(root, "examples/settings/five-faults.yaml");

before(clear);

test("five faults in the settings: one message lists them all, and nothing is started", async () => {
  const { status, stderr } = await command("up", ["--settings", fiveFaults]);
  assert.equal(status, 2);
  const faults = stderr.split("\n").filter((line) => /^\s*sluice:\S+: .* \(expected: .*\)/.test(line));
  assert.equal(faults.length, 5, stderr);
  assert.equal(running(), undefined);
});

test("a role grant removed behind the program's back turns into a 403; refresh and up restore it", async () => {
  assert.equal((await command("up")).status, 0);
  assert.equal(greet().status, 200);
  await removeOutside((id) => /accounts\/.*roleAssignments/i.test(id));
  const refused = greet();
  assert.equal(refused.status, 403, refused.body);
  assert.match(refused.body, /"error"/);
  await restored();
});

test("without the link of its DNS zone a new replica does not reach an account", async () => {
  await removeOutside((id) => /privatelink\.openai\.azure\.com\/virtualNetworkLinks/i.test(id));
  // Connections that stand outlive a name; only new ones look it up.
  for (const name of ["down", "up"]) assert.equal((await command(name)).status, 0);
  assert.equal(greet().status, 403);
  await restored();
  assert.equal((await command("destroy")).status, 0);
});

test("a taken port is named before anything is built", async () => {
  const taken = createServer().listen(port, "127.0.0.1");
  await new Promise((done) => taken.once("listening", done));
  try {
    const { status, stderr } = await command("up");
    assert.notEqual(status, 0);
    assert.match(stderr, new RegExp(`^PORT: ${port} taken \\(expected: .*\\)\n$`));
  } finally {
    taken.close();
  }
});

test("a full disk is named before anything is written", () => {
  mkdirSync(local, { recursive: true });
  // A file system of its own, gone with the namespace that mounted it.
  const script = `mount -t tmpfs -o size=2m none "$SLUICE_LOCAL" && exec tools/sluice up --port ${port}`;
  const done = spawnSync("unshare", ["--mount", "--map-root-user", "sh", "-c", script], { cwd: root, encoding: "utf8" });
  assert.equal(done.status, 1, done.stderr);
  assert.match(done.stderr, /^disk: no space left on the disk that holds .*: \d MB free \(expected: 300 MB or more\)$/m);
});

/** Deletes resources as someone with rights would in the portal. */
async function removeOutside(chosen) {
  const ids = (await resourceIds()).filter(chosen);
  assert.ok(ids.length > 0);
  for (const id of ids) {
    const answer = await fetch(`${running().console}/api/resources?id=${encodeURIComponent(id)}`, { method: "DELETE" });
    assert.equal(answer.status, 200);
  }
}

async function restored() {
  for (const name of ["refresh", "up"]) {
    const { status, stderr } = await command(name);
    assert.equal(status, 0, stderr);
  }
  assert.equal(greet().status, 200);
}

after(clear);
