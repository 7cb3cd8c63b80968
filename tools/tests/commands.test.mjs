import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { absolute } from "../cli/commands/proxy.mjs";
import { findJdk, prerequisites } from "../cli/prerequisites.mjs";
import { which } from "../cli/process.mjs";

const sluice = fileURLToPath(new URL("../sluice", import.meta.url));

/** Runs the commands, or another program, on a machine that has only these programs. */
function runWith(programs, args, program = sluice) {
  const bin = mkdtempSync(join(tmpdir(), "sluice-path-"));
  process.on("exit", () => rmSync(bin, { recursive: true, force: true }));
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
  assert.match(done.stderr, /npm: not found/);
  assert.match(done.stderr, /mvn: not found/);
});

test("what only the tests need is named with the rest, and only to them", () => {
  const javaHome = fileURLToPath(new URL("../cli/java-home.mjs", import.meta.url));
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

test("without Go and without Pulumi the message says how to get either", () => {
  const programs = ["node", "npm", "mvn"];
  const done = runWith(programs, ["preview"]);
  assert.equal(done.status, 2, done.stderr);
  assert.match(done.stderr, /pulumi: not found .* or Go 1\.25/);
});

test("help lists the commands", () => {
  const done = runWith(["node"], ["--help"]);
  assert.equal(done.status, 0);
  assert.match(done.stdout, /make up /);
});

test("a file of the proxy is named from where the command is given, and one that is not named stays so", () => {
  assert.deepEqual(absolute({ A: "a.json", B: undefined, C: "/c" }), { A: join(process.cwd(), "a.json"), C: "/c" });
});
