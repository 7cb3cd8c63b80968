// A kill at any moment of an up costs one more up: nothing is lost, nothing doubled.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { running } from "../cli/local-azure.mjs";
import { backend } from "../cli/paths.mjs";
import { endOrphanedPolicyHosts } from "../cli/policy-hosts.mjs";
import { checkpointIds, children, clear, command, greet, nameOf, resourceIds, start, until } from "./platform.mjs";

/** The local Azure is a child of the up that started it, too. */
const engineOf = (up) => children(up.pid).find((pid) => nameOf(pid) === "pulumi");
const cases = [
  { victim: "the local Azure", resources: 5, pid: () => running().pid },
  { victim: "the engine", resources: 20, pid: engineOf },
  { victim: "the local Azure", resources: 90, pid: () => running().pid },
];

/** What the backend keeps beside its files, and does not write aside first. */
const writtenInPlace = () => readdirSync(join(backend, ".pulumi"), { recursive: true }).filter((name) => name.endsWith(".attrs"));

beforeEach(clear);

for (const { victim, resources, pid } of cases) {
  test(`${victim} dies after ${resources} resources: the next up completes`, async () => {
    const up = start("up");
    const tooLate = up.ended.then(({ stderr }) => Promise.reject(new Error(`the up ended first:\n${stderr}`)));
    await Promise.race([until(`${resources} resources`, async () => (await resourceIds()).length >= resources), tooLate]);
    process.kill(pid(up), "SIGKILL");
    assert.notEqual((await up.ended).status, 0);
    assert.deepEqual(endOrphanedPolicyHosts(), [], "no process of the policy pack is left");
    assert.deepEqual(writtenInPlace(), [], "the checkpoint is replaced as a whole, whenever the kill comes");

    const { status, stderr } = await command("up");
    assert.equal(status, 0, stderr);
    const ids = await checkpointIds("dev");
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual([...ids].sort(), (await resourceIds()).sort());
    const answer = greet();
    assert.equal(answer.status, 200, answer.body || answer.stderr);
    const destroyed = await command("destroy");
    assert.equal(destroyed.status, 0, destroyed.stderr);
  });
}

after(clear);
