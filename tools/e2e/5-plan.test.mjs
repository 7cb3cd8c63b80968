// Settings that change what stands: content filters on some deployments, other regions, accounts in several subscriptions.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { local, root } from "../cli/paths.mjs";
import { clear, command, outputs, post, resourceIds } from "./platform.mjs";

const example = (name) => join(root, "examples/settings", `${name}.yaml`);
const ask = (model, content) => post("/openai/v1/chat/completions", { model, messages: [{ role: "user", content }] });

const up = (name) => upWith(example(name));

async function upWith(file) {
  const { status, stdout, stderr } = await command("up", ["--settings", file]);
  assert.equal(status, 0, stderr);
  return stdout + stderr;
}

before(clear);

test("a content filter refuses what it says, for the deployments that name it and no other", async () => {
  await up("content-filters");
  for (const prompt of ["What of Project-Nightfall?", "for INTERNAL only", "社外秘です", "sluice-hate-low"]) {
    const refused = ask("gpt-5.1", prompt);
    assert.equal(refused.status, 400, refused.body);
    assert.equal(JSON.parse(refused.body).error.code, "content_filter");
    assert.equal(ask("gpt-5-mini", prompt).status, 200);
  }
  assert.equal(ask("gpt-5-mini", "sluice-hate-high").status, 400);
  const annotated = ask("gpt-5-mini", "sluice-violence-high");
  assert.equal(annotated.status, 200, annotated.body);
  const found = JSON.parse(annotated.body).prompt_filter_results[0].content_filter_results.violence;
  assert.deepEqual(found, { filtered: false, severity: "high" });
});

test("a second up with content filters changes nothing", async () => {
  assert.match(await up("content-filters"), /(\d+) resources, \1 unchanged/);
});

test("another region replaces an account and the prompt log with all that stands on them, there and back", async () => {
  const moved = join(local, "moved.yaml");
  const committed = readFileSync(example("content-filters"), "utf8");
  writeFileSync(moved, `${committed.replace("region: eastus", "region: southcentralus").trimEnd()}\n  sluice:promptLog: { region: eastus }\n`);
  for (const file of [moved, example("content-filters")]) {
    assert.match(await upWith(file), /\d+ replaced/);
    assert.equal(ask("gpt-5-mini", "Hello").status, 200, "the one account answers through its new endpoint");
  }
});

test("destroy takes content filters in the order that Azure wants", async () => {
  const { status, stderr } = await command("destroy");
  assert.equal(status, 0, stderr);
});

test("accounts in three subscriptions are twelve pools, all reached through the one network", async () => {
  await up("three-subscriptions");
  const [row] = outputs().capacity;
  assert.equal(row.pools, 12);
  const subscriptions = new Set((await resourceIds()).filter((id) => /\/accounts\/[^/]+$/i.test(id)).map((id) => id.split("/")[2]));
  assert.equal(subscriptions.size, 3);
  for (let request = 0; request < 12; request++) assert.equal(ask("gpt-5-mini", "Hello").status, 200);
  assert.match(await up("three-subscriptions"), /(\d+) resources, \1 unchanged/);
  const { status, stderr } = await command("destroy");
  assert.equal(status, 0, stderr);
});

after(clear);
