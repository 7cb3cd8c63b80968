// One stack of the program under the engine: its environment, its settings file, its runs.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync, closeSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { follow } from "./follow.mjs";
import { backend, local, logs, root } from "./paths.mjs";
import { api } from "./local-azure.mjs";
import { pendingCreates, settle } from "./settle.mjs";
import { programClassPath } from "./builds.mjs";
import { endOrphanedPolicyHosts } from "./policy-hosts.mjs";
import { capture, onInterrupt, run, UserError } from "./process.mjs";

/** What a run on the local Azure adds to the settings. */
const localValues = (registry) => ({
  "azure-native:subscriptionId": "00000000-0000-0000-0000-000000000001",
  "sluice:registryPushEndpoint": registry,
});

const responseKey = "sluice:responseKey";

/** What a settings file holds for its own backend alone: how it encrypts, and the one value that is encrypted. */
const encrypted = new RegExp(`^(encryptionsalt|secretsprovider|encryptedkey):.*\\n|^ +${responseKey}:.*\\n( +secure:.*\\n)?`, "gm");

/**
 * The committed settings as the local Azure runs them.
 *
 * @param before the copy of the last run, whose salt and response key stay: another key would be another revision
 * @param added values by key, in the place of committed ones
 */
export function localSettings(committed, before, added) {
  const salt = /^encryptionsalt: .*$/m.exec(before);
  const key = new RegExp(`^ +${responseKey}:\\n +secure: (.*)$`, "m").exec(before);
  // A key that stands twice makes the file unreadable.
  const replaced = new RegExp(`^ +["']?(${Object.keys(added).join("|")})["']?:.*\\n`, "gm");
  const lines = [
    ...(salt ? [salt[0]] : []),
    `${committed.trimEnd()}\n`.replace(encrypted, "").replace(replaced, "").trimEnd(),
    ...Object.entries(added).map(([name, value]) => `  ${name}: ${value}`),
    ...(key ? [`  ${responseKey}:`, `    secure: ${key[1]}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** What the engine is told to run the policy pack with, and with which exceptions from it. */
export function policyArgs(policies) {
  if (policies && !existsSync(policies)) throw new UserError(`POLICIES: ${policies} (expected: a JSON file with an entry per rule, policies/README.md)`, 2);
  return ["--policy-pack", "policies", ...(policies ? ["--policy-pack-config", resolve(policies)] : [])];
}

/** The settings of a stack: its own file, or the one named in its place. */
export function settingsFile(stack, settings) {
  const file = settings ? resolve(settings) : join(root, `Pulumi.${stack}.yaml`);
  if (settings && !existsSync(file)) throw new UserError(`SETTINGS: ${settings} (expected: a stack settings file)`, 2);
  if (!existsSync(file)) throw new UserError(`STACK: ${stack} (expected: a stack with a file Pulumi.${stack}.yaml)`, 2);
  return file;
}

/**
 * What the built program says against a settings file; empty when it would start.
 *
 * @param port of the local Azure, or undefined for CLOUD=azure
 */
export function settingsFaults(file, machine, port) {
  const added = port === undefined ? [] : Object.entries(localValues(`127.0.0.1:${port + 2}`)).map((pair) => pair.join("="));
  const path = [join(root, "target/classes"), readFileSync(programClassPath, "utf8").trim()].join(":");
  const flags = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", path];
  const done = spawnSync(join(machine.jdk17, "bin/java"), [...flags, "infra.settings.Check", file, ...added], { cwd: root, encoding: "utf8" });
  if (done.status === 0) return "";
  if (done.status === 2) return done.stderr.trim();
  throw new UserError(`the settings could not be read (exit ${done.status ?? done.signal}):\n${done.stderr}`);
}

export class Stack {
  /**
   * @param committed the settings file, which is read and never written
   * @param tools what pulumiTools found
   * @param ready the running local Azure, or undefined for CLOUD=azure
   */
  constructor(name, committed, tools, machine, ready) {
    this.name = name;
    this.tools = tools;
    this.ready = ready;
    this.committed = committed;
    this.settings = ready ? join(local, `Pulumi.${name}.yaml`) : this.committed;
    this.env = environment(tools, machine, ready);
  }

  async prepare() {
    if (!this.ready) return;
    mkdirSync(backend, { recursive: true });
    this.writeLocalSettings();
    if (!this.listed().includes(`"${this.name}"`)) {
      await run("pulumi", this.tools.pulumi, ["stack", "init", this.name, "--non-interactive"], { env: this.env, cwd: this.emptyProject() });
    }
    this.makeResponseKey();
  }

  /** The stacks of the backend, as the engine tells them: one that it cannot read is no reason to make another. */
  listed() {
    const done = spawnSync(this.tools.pulumi, ["stack", "ls", "--json", "--non-interactive"], { env: this.env, cwd: this.emptyProject(), encoding: "utf8" });
    if (done.status === 0) return done.stdout;
    const said = done.error?.message ?? done.stderr.trim();
    throw new UserError(`the stacks in ${backend} could not be read (expected: only what the engine has written there, whole):\n${said}`);
  }

  /** A key of this stack's own, once: without one a platform of several replicas refuses follow-ups to stored responses. */
  makeResponseKey() {
    if (readFileSync(this.settings, "utf8").includes(`  ${responseKey}:`)) return;
    const args = ["config", "set", "--secret", responseKey, "--stack", this.name, "--config-file", this.settings, "--non-interactive"];
    const done = spawnSync(this.tools.pulumi, args, { env: this.env, cwd: this.emptyProject(), input: randomBytes(32).toString("hex"), encoding: "utf8" });
    if (done.status !== 0) throw new UserError(`${responseKey}: not set in ${this.settings}\n${done.stderr}`);
  }

  /** A folder with the project's name alone: `stack init` writes into the stack file beside the project. */
  emptyProject() {
    const folder = join(local, "project");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: sluice\nruntime: java\n");
    return folder;
  }

  /** A copy with the local endpoints: the engine likes to write into a settings file, and the committed one is not its to change. */
  writeLocalSettings() {
    const before = existsSync(this.settings) ? readFileSync(this.settings, "utf8") : "";
    // Its passphrase is empty, so its mode is what keeps the key.
    writeFileSync(this.settings, localSettings(readFileSync(this.committed, "utf8"), before, localValues(this.ready.registry)), { mode: 0o600 });
    chmodSync(this.settings, 0o600);
  }

  checkpoint() {
    const text = capture(this.tools.pulumi, ["stack", "export", "--stack", this.name, "--non-interactive"], { env: this.env, maxBuffer: 1 << 28 });
    if (text === undefined) throw new UserError(`stack ${this.name}: no state (expected: a stack that was brought up; run make up STACK=${this.name})`);
    return JSON.parse(text);
  }

  outputs() {
    const text = capture(this.tools.pulumi, ["stack", "output", "--json", "--stack", this.name, "--non-interactive"], { env: this.env });
    return text ? JSON.parse(text) : {};
  }

  /** Mends what a killed engine left: its lock, and creates that Azure may or may not have finished. */
  async recover(update) {
    if (!this.ready) return;
    const locks = join(backend, ".pulumi/locks");
    if (existsSync(locks)) rmSync(locks, { recursive: true, force: true });
    const state = this.checkpoint();
    const pending = pendingCreates(state);
    if (pending.length === 0) return;
    update(`settling ${pending.length} creates of an interrupted run`);
    const asked = pending.map(({ urn, type, inputs = {} }) => ({ urn, type, inputs }));
    const settled = settle(state, await api(this.ready, "/api/recover", asked));
    const file = join(local, `settled-${this.name}.json`);
    writeFileSync(file, JSON.stringify(settled), { mode: 0o600 });
    try {
      await run("pulumi", this.tools.pulumi, ["stack", "import", "--stack", this.name, "--file", file, "--non-interactive"], { env: this.env, cwd: this.emptyProject() });
    } finally {
      rmSync(file);
    }
  }

  /** Runs an engine operation; `onEvent` sees the engine's events as they come. */
  async engine(operation, args, onEvent, { interactive = false } = {}) {
    mkdirSync(logs, { recursive: true });
    const events = join(logs, `${operation}-${this.name}.events`);
    rmSync(events, { force: true });
    const log = join(logs, `${operation}-${this.name}.log`);
    const out = interactive ? "inherit" : openSync(log, "w");
    const all = [operation, "--stack", this.name, "--config-file", this.settings, "--event-log", events, "--color", interactive ? "auto" : "never", ...args];
    if (!interactive) all.push("--non-interactive");
    // Away from the terminal's process group it hears of an interrupt once, from here: a second makes it drop what it is doing.
    const child = spawn(this.tools.pulumi, all, { cwd: root, env: this.env, stdio: ["inherit", out, out], detached: !interactive });
    let interrupted = false;
    const heard = onInterrupt((_, again) => {
      interrupted = true;
      if (!interactive) child.kill("SIGINT");
      if (!again) process.stderr.write("\ninterrupted: the engine ends what it began (again: at once)\n");
    });
    const follower = follow(events, onEvent);
    const code = await new Promise((done) => child.on("close", (exit, signal) => done(exit ?? signal)));
    heard.stop();
    follower.stop();
    if (!interactive) closeSync(out);
    endOrphanedPolicyHosts();
    // What the policies say of half a stack is no news.
    if (interrupted && code !== 0) throw new UserError(`interrupted: make ${operation} again takes it up${interactive ? "" : `\nThe whole output is in ${log}`}`, 130);
    return { code, log };
  }
}

function environment(tools, machine, ready) {
  const env = {
    ...process.env,
    PATH: tools.path ? `${tools.path}:${process.env.PATH}` : process.env.PATH,
    JAVA_HOME: machine.jdk17,
    JAVA25_HOME: machine.jdk25,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DEBUG_COMMANDS: "true",
    MAVEN_OPTS: process.env.MAVEN_OPTS ?? "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
  };
  if (!ready) return env;
  return {
    ...env,
    // A file of attributes beside each checkpoint is written in place: an engine killed at that moment would leave a stack nobody can read.
    PULUMI_BACKEND_URL: `file://${backend}?metadata=skip`,
    PULUMI_HOME: join(local, "pulumi-home"),
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_PROVIDERS: `azure-native:${ready.provider}`,
  };
}
