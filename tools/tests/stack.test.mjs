import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";

const folder = mkdtempSync(join(tmpdir(), "sluice-stack-"));
after(() => rmSync(folder, { recursive: true, force: true }));
process.env.SLUICE_LOCAL = join(folder, "local");
const { localSettings, Stack } = await import("../cli/stack.mjs");

const committed = "config:\n  sluice:accounts:\n    - { name: A, region: eastus }\n";
const key = "  sluice:responseKey:\n    secure: v1:abc\n";

test("the local settings are the committed ones with what a run adds", () => {
  assert.equal(localSettings(committed, "", { "sluice:registryPushEndpoint": "127.0.0.1:7072" }), `${committed}  sluice:registryPushEndpoint: 127.0.0.1:7072\n`);
});

test("what a run adds replaces what is committed, as a subscription for Azure is", () => {
  const azure = `config:\n  azure-native:subscriptionId: 11111111-1111-4111-8111-111111111111\n${committed.slice("config:\n".length)}`;
  assert.equal(localSettings(azure, "", { "azure-native:subscriptionId": "0" }), `${committed}  azure-native:subscriptionId: 0\n`);
});

test("salt and response key of the last run stay, and a third run finds the same", () => {
  const second = localSettings(committed, `${committed}${key}encryptionsalt: v1:xyz\n`, {});
  assert.equal(second, `encryptionsalt: v1:xyz\n${committed}${key}`);
  assert.equal(localSettings(committed, second, {}), second);
});

test("what another backend encrypted stays out", () => {
  for (const own of ["encryptionsalt: v1:theirs\n", "secretsprovider: azurekeyvault://v\nencryptedkey: k\n"]) {
    assert.equal(localSettings(`${committed}  sluice:responseKey:\n    secure: v1:theirs\n${own}`, "", {}), committed);
    assert.equal(localSettings(`${own}config:\n  sluice:responseKey:\n    secure: v1:theirs\n  sluice:generation: 2\n`, "", {}), "config:\n  sluice:generation: 2\n");
  }
});

/** A Pulumi CLI that knows the stack dev, keeps what it is told to encrypt, and writes as the real one does. */
function fakePulumi() {
  const file = join(folder, "pulumi");
  const script = [
    "#!/bin/sh",
    `if [ "$1" = stack ]; then echo '[{"name": "dev"}]'; exit; fi`,
    `echo "$*" >> "${folder}/asked"`,
    `cat >> "${folder}/told"`,
    `while [ "$1" != --config-file ]; do shift; done`,
    `printf '${key.replaceAll("\n", "\\n")}encryptionsalt: v1:xyz\\n' >> "$2"`,
  ];
  writeFileSync(file, `${script.join("\n")}\n`);
  chmodSync(file, 0o755);
  return file;
}

test("the first run makes a response key, tells the engine alone, and no later run makes another", async () => {
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(file, committed);
  const stack = new Stack("dev", file, { pulumi: fakePulumi() }, { jdk17: "/jdk17", jdk25: "/jdk25" }, { registry: "127.0.0.1:7072", provider: 7071 });
  await stack.prepare();
  const told = readFileSync(join(folder, "told"), "utf8");
  assert.match(told, /^[0-9a-f]{64}$/);
  const asked = readFileSync(join(folder, "asked"), "utf8");
  assert.match(asked, /^config set --secret sluice:responseKey /);
  assert.ok(!asked.includes(told));
  assert.equal(statSync(stack.settings).mode & 0o777, 0o600);
  await stack.prepare();
  const second = readFileSync(stack.settings, "utf8");
  assert.match(second, /responseKey:\n +secure: v1:abc\n/);
  assert.equal(readFileSync(join(folder, "told"), "utf8"), told);
  assert.equal(readFileSync(file, "utf8"), committed);
  await stack.prepare();
  assert.equal(readFileSync(stack.settings, "utf8"), second);
});

test("stacks that cannot be read are a fault of their own, and no other stack is made", async () => {
  const file = join(folder, "unreadable");
  writeFileSync(file, `#!/bin/sh\necho "$*" >> "${folder}/calls"\necho "error: EOF" >&2\nexit 1\n`, { mode: 0o755 });
  const stack = new Stack("dev", join(folder, "Pulumi.dev.yaml"), { pulumi: file }, { jdk17: "/jdk17", jdk25: "/jdk25" }, { registry: "127.0.0.1:7072", provider: 7071 });
  await assert.rejects(stack.prepare(), { message: /^the stacks in .*pulumi could not be read \(expected: [^)]*\):\nerror: EOF$/ });
  assert.match(readFileSync(join(folder, "calls"), "utf8"), /^stack ls [^\n]*\n$/);
});

test("an interrupted engine ends what it began, and the command says how to go on", async () => {
  const file = join(folder, "interrupted");
  writeFileSync(file, `#!/bin/sh\ntrap 'exit 1' INT\necho > "${folder}/runs"\nwhile :; do sleep 0.1; done\n`, { mode: 0o755 });
  const stack = new Stack("dev", join(folder, "Pulumi.dev.yaml"), { pulumi: file }, { jdk17: "/jdk17", jdk25: "/jdk25" }, { registry: "127.0.0.1:7072", provider: 7071 });
  const run = stack.engine("up", [], () => {});
  while (!existsSync(join(folder, "runs"))) await setTimeout(10);
  process.kill(process.pid, "SIGINT");
  await assert.rejects(run, { message: /^interrupted: make up again takes it up\nThe whole output is in /, exitCode: 130 });
});
