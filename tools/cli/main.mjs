// The commands behind make. Each is one function; what they share lives beside this file.
import { constants } from "node:os";
import { parseArgs } from "node:util";
import { onInterrupt, UserError } from "./process.mjs";

const commands = {
  up: ["bring the platform up", () => import("./commands/up.mjs")],
  preview: ["show what up would change", () => import("./commands/preview.mjs")],
  refresh: ["read the state back from Azure", () => import("./commands/refresh.mjs")],
  down: ["stop local processes, keep the state", () => import("./commands/down.mjs")],
  destroy: ["remove everything", () => import("./commands/destroy.mjs")],
  chat: ['stream a completion through the platform; PROMPT="…" PROFILE=NAME', () => import("./commands/chat.mjs")],
  status: ["alerts firing, health, pools, tokens left; of all stacks unless STACK names one", () => import("./commands/status.mjs")],
  export: ["the engine's stack export as JSON", () => import("./commands/export.mjs")],
  proxy: ["the proxy alone; CONFIG=FILE, such as bench/configs/twelve.json", () => import("./commands/proxy.mjs")],
};

function usage() {
  const rows = Object.entries(commands).map(([name, [text]]) => `  make ${name.padEnd(9)} ${text}`);
  return `Usage: make COMMAND [STACK=dev|prod] [CLOUD=local|azure] [SETTINGS=FILE] [POLICIES=FILE] [PORT=7070]\n\n${rows.join("\n")}\n`;
}

function parse(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      stack: { type: "string" },
      cloud: { type: "string", default: "local" },
      prompt: { type: "string" },
      profile: { type: "string" },
      config: { type: "string" },
      settings: { type: "string" },
      port: { type: "string", default: "7070" },
      policies: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [command, ...rest] = positionals;
  const faults = rest.map((word) => `${word}: unknown (expected: one command, and options as --NAME VALUE)`);
  if (!["local", "azure"].includes(values.cloud)) faults.push(`CLOUD: ${values.cloud} (expected: local or azure)`);
  if (!/^\d+$/.test(values.port) || +values.port < 1 || +values.port > 65000) faults.push(`PORT: ${values.port} (expected: 1 to 65000)`);
  if (faults.length > 0) throw new UserError(faults.join("\n"), 2);
  // The status is of all stacks that are up unless one is named.
  const stack = values.stack ?? (command === "status" ? undefined : "dev");
  return { command, options: { ...values, stack, port: Number(values.port) } };
}

// A reader such as head may leave early; that is its right.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));

// Builds hear of it themselves; what has more to say or to end listens, too.
onInterrupt((signal) => {
  if (process.listenerCount(signal) > 1) return;
  process.stderr.write("\ninterrupted: run the command again\n");
  process.exit(128 + constants.signals[signal]);
});

try {
  const { command, options } = parse(process.argv.slice(2));
  if (options.help || command === undefined) {
    process.stdout.write(usage());
  } else if (!(command in commands)) {
    throw new UserError(`${command}: no such command\n${usage()}`, 2);
  } else {
    process.exitCode = (await (await commands[command][1]()).default(options)) ?? 0;
  }
} catch (error) {
  const known = error instanceof UserError || error.code?.startsWith("ERR_PARSE_ARGS");
  const noSpace = error.code === "ENOSPC" ? "no space left on the disk that holds .local; free some and run the command again" : undefined;
  process.stderr.write(`${noSpace ?? (known ? error.message : error.stack)}\n`);
  process.exitCode = error.exitCode ?? 1;
}
