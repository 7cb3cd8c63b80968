import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { absolute } from "../cli/commands/proxy.mjs";
import { findJdk, prerequisites } from "../cli/prerequisites.mjs";
import { which } from "../cli/process.mjs";
import { policyArgs } from "../cli/stack.mjs";

const sluice = fileURLToPath(new URL("../sluice", import.meta.url));

const main = new URL("../cli/main.mjs", import.meta.url).href;
const javaHome = fileURLToPath(new URL("../cli/java-home.mjs", import.meta.url));

/** Runs the commands, or another program, on a machine that has only these programs, and fakes that print a text. */
function runWith(programs, args, program = sluice, fakes = {}) {
  const bin = mkdtempSync(join(tmpdir(), "sluice-path-"));
  process.on("exit", () => rmSync(bin, { recursive: true, force: true }));
  for (const [name, says] of Object.entries(fakes)) writeFileSync(join(bin, name), `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  for (const program of ["sh", "dirname", ...programs]) symlinkSync(which(program), join(bin, program));
  return spawnSync(program, args, { encoding: "utf8", env: { PATH: bin, HOME: bin } });
}

test("a machine without Node is told so in one line", () => {
  const done = runWith([], ["up"]);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /^node: not found \(expected: Node\.js 20/);
  assert.equal(done.stderr.trim().split("\n").length, 1);
});

test("every missing prerequisite is named at once", () => {
  const done = runWith(["node"], ["up"]);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /^npm: not found/m);
  assert.match(done.stderr, /^mvn: not found/m);
  assert.match(done.stderr, /^pulumi: not found \(expected: /m);
});

test("what only the tests need is named with the rest, and only to them", () => {
  const tests = runWith([], [javaHome, "--tests"], process.execPath);
  assert.equal(tests.status, 2);
  assert.match(tests.stderr, /^mvn: not found .*$/m);
  assert.match(tests.stderr, /^python3: not found, or without venv \(expected: Python 3\.10 or newer, .*\)$/m);
  assert.doesNotMatch(runWith([], [javaHome], process.execPath).stderr, /python3/);
});

test("a JDK of another version does not count, and the message says which are needed", () => {
  const jdk21 = mkdtempSync(join(tmpdir(), "sluice-jdk-"));
  process.on("exit", () => rmSync(jdk21, { recursive: true, force: true }));
  mkdirSync(join(jdk21, "bin"));
  writeFileSync(join(jdk21, "bin/javac"), "");
  writeFileSync(join(jdk21, "release"), 'JAVA_VERSION="21.0.4"\n');
  assert.equal(findJdk(21, [jdk21]), jdk21);
  assert.throws(() => prerequisites((feature) => findJdk(feature, [jdk21])), /^Error: JDK 17: not found \(expected: .*\)\nJDK 25: not found \(expected: .*\)$/);
});

test("wrong values are refused together, in the words of the command line", () => {
  const done = runWith(["node"], ["up", "--cloud", "moon", "--port", "0"]);
  assert.equal(done.status, 2);
  assert.equal(done.stderr, "CLOUD: moon (expected: local or azure)\nPORT: 0 (expected: 1 to 65000)\n");
});

test("an unknown stack is refused before anything starts", () => {
  const done = runWith(["node"], ["up", "--stack", "moon"]);
  assert.equal(done.status, 2);
  assert.equal(done.stderr, "STACK: moon (expected: a stack with a file Pulumi.moon.yaml)\n");
});

test("what is too old is named with what is missing", () => {
  const old = runWith(["node", "npm"], ["preview"], sluice, { mvn: "Apache Maven 3.6.3 (abc)", go: "go version go1.24.1 linux/amd64" });
  assert.equal(old.status, 2, old.stderr);
  assert.match(old.stderr, /^mvn: 3\.6\.3 \(expected: Apache Maven 3\.8 or newer /m);
  assert.match(old.stderr, /^pulumi: not found, and Go is 1\.24\.1 \(expected: .* or Go 1\.25 or newer /m);
  const recent = runWith(["node", "npm"], [javaHome], process.execPath, { mvn: "Apache Maven 3.10.0 (abc)", go: "go version go1.25.3 linux/amd64" });
  assert.doesNotMatch(recent.stderr, /mvn|pulumi/);
});

test("without Go and without Pulumi the message says how to get either", () => {
  const done = runWith(["node", "npm"], ["preview"], sluice, { mvn: "Apache Maven 3.8.7" });
  assert.equal(done.status, 2, done.stderr);
  assert.match(done.stderr, /^pulumi: not found \(expected: .* or Go 1\.25/m);
});

test("help lists the commands", () => {
  for (const flag of ["--help", "-h"]) {
    const done = runWith(["node"], [flag]);
    assert.equal(done.status, 0);
    assert.match(done.stdout, /make up /);
  }
});

test("a word beside the command is refused", () => {
  const done = runWith(["node"], ["status", "extra"]);
  assert.equal(done.status, 2);
  assert.equal(done.stderr, "extra: unknown (expected: one command, and options as --NAME VALUE)\n");
});

test("an interrupt outside an engine's run says to run the command again", async () => {
  const child = spawn(process.execPath, ["-e", `process.argv[1] = "x"; process.argv.push("--help"); import(${JSON.stringify(main)}).then(() => { setInterval(() => {}, 1000); console.log("up"); })`]);
  await new Promise((done) => child.stdout.on("data", (text) => `${text}`.endsWith("up\n") && done()));
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  child.kill("SIGINT");
  assert.equal(await new Promise((done) => child.on("close", done)), 130);
  assert.equal(said, "\ninterrupted: run the command again\n");
});

test("exceptions from the policies come from a file that is there", () => {
  assert.deepEqual(policyArgs(undefined), ["--policy-pack", "policies"]);
  assert.deepEqual(policyArgs(sluice), ["--policy-pack", "policies", "--policy-pack-config", sluice]);
  const done = runWith(["node"], ["up", "--policies", "gone.json"]);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /^POLICIES: gone\.json \(expected: a JSON file /);
});

test("a file of the proxy is named from where the command is given, and one that is not named stays so", () => {
  assert.deepEqual(absolute({ A: "a.json", B: undefined, C: "/c" }), { A: join(process.cwd(), "a.json"), C: "/c" });
});
