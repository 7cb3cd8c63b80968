// The program broken on purpose, by tests of its own that run through the engine on this local Azure.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { run } from "../cli/process.mjs";
import { open } from "../cli/session.mjs";
import { clear, command, port } from "./platform.mjs";

before(clear);

test("what Azure refuses, an engine run refuses with Azure's code", async () => {
  const { env, tools } = await open({ stack: "dev", cloud: "local", port });
  const path = [tools.pulumi.replace(/\/pulumi$/, ""), env.PATH].join(":");
  await run("strictness", "mvn", ["-q", "-B", "test", "-DexcludedGroups=", "-Dgroups=engine"], { env: { ...env, PATH: path } });
  const { status, stderr } = await command("destroy");
  assert.equal(status, 0, stderr);
});

after(clear);
