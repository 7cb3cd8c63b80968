// The main job, as the README tells it: up, chat, up again, preview, export, down and up, destroy.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { running } from "../cli/local-azure.mjs";
import { local, root } from "../cli/paths.mjs";
import { checkpointIds, clear, command, containerImages, greet, outputs, processesWith, resourceIds } from "./platform.mjs";

const checkout = () => spawnSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" }).stdout;
const checkoutBefore = checkout();

/** Stacks that are up: dev stays beside prod. */
const up = [];

before(clear);

for (const { stack, accounts } of [
  { stack: "dev", accounts: 2 },
  { stack: "prod", accounts: 12 },
]) {
  test(`${stack}: up ends with the endpoint, the capacity table and the next command`, async () => {
    const { status, stdout, stderr } = await command("up", ["--stack", stack]);
    assert.equal(status, 0, stderr);
    up.push(stack);
    assert.match(stdout, /^Endpoint {3}https:\/\/127\.0\.0\.1:\d+ /m);
    assert.match(stdout, /^Capacity {3}\S+ +\d+ pools? +[\d.]+ [Mk] tokens\/min/m);
    assert.match(stdout, /^Next {7}make chat .*PROMPT=/m);
    assert.equal(outputs().accounts.length, accounts);
  });

  test(`${stack}: the endpoint is the gateway, whose certificate is trusted`, async () => {
    const { endpoint, caFile, proxyUrl } = outputs();
    assert.match(endpoint, /^https:\/\/127\.0\.0\.1:84\d\d$/);
    assert.match(caFile, /gateways\/.*\.pem$/);
    assert.match(proxyUrl, /azurecontainerapps\.io$/);
  });

  test(`${stack}: every id is ARM-shaped, and the engine and Azure agree on them`, async () => {
    const ids = (await Promise.all(up.map(checkpointIds))).flat();
    for (const id of ids) assert.match(id, /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+(\/|$)/);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual([...ids].sort(), (await resourceIds()).sort());
  });

  test(`${stack}: chat streams token by token`, async () => {
    const { status, stdout, stderr, pieces } = await command("chat", ["--stack", stack, "--prompt", "Why private endpoints?"]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /private endpoints/i);
    assert.ok(pieces >= 10, `${pieces} pieces`);
  });

  test(`${stack}: a caller without a token is refused`, () => {
    assert.equal(greet().status, 200);
    assert.equal(greet("").status, 401);
    assert.equal(greet("not.a.token").status, 401);
  });

  test(`${stack}: a second up leaves everything unchanged`, async () => {
    const { status, stderr } = await command("up", ["--stack", stack]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /✓ platform +(\d+) resources, \1 unchanged/);
  });

  test(`${stack}: a preview of the same program changes nothing`, async () => {
    const { status, stderr } = await command("preview", ["--stack", stack]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /✓ preview +(\d+) resources, \1 unchanged/);
  });

  if (stack === "dev") test("down keeps the state, the next up answers again", downAndUp);

  test(`${stack}: refresh finds no drift`, async () => {
    const { status, stderr } = await command("refresh", ["--stack", stack]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /✓ refresh +(\d+) resources, \1 unchanged/);
  });
}

test("destroying prod leaves dev as it was", async () => {
  const { status, stderr } = await command("destroy", ["--stack", "prod"]);
  assert.equal(status, 0, stderr);
  assert.equal((await command("chat", ["--stack", "prod"])).status, 1);
  const answer = await command("chat");
  assert.equal(answer.status, 0, answer.stderr);
});

test("destroying the last stack leaves no process, no image and no state, and the checkout as it was", async () => {
  const { status, stderr } = await command("destroy");
  assert.equal(status, 0, stderr);
  assert.equal(existsSync(local), false);
  assert.deepEqual(processesWith(`${local}/`), []);
  assert.deepEqual(containerImages(), []);
  assert.equal(checkout(), checkoutBefore);
});

async function downAndUp() {
  assert.equal((await command("down")).status, 0);
  assert.equal(running(), undefined);
  const { status, stderr } = await command("up");
  assert.equal(status, 0, stderr);
  assert.match(stderr, /✓ platform +(\d+) resources, \1 unchanged/);
  assert.equal((await command("chat")).status, 0);
}

after(clear);
