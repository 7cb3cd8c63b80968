// The engine's events, one a line of a file that it writes while it runs.
import { closeSync, existsSync, openSync, readSync } from "node:fs";

/** Reads the engine's event file as it grows. */
export function follow(file, onEvent) {
  let offset = 0;
  let rest = "";
  const buffer = Buffer.alloc(1 << 16);
  const read = () => {
    if (!existsSync(file)) return;
    const descriptor = openSync(file, "r");
    for (let count; (count = readSync(descriptor, buffer, 0, buffer.length, offset)) > 0; offset += count) {
      const lines = (rest + buffer.toString("utf8", 0, count)).split("\n");
      rest = lines.pop();
      for (const line of lines) if (line.trim()) onEvent(JSON.parse(line));
    }
    closeSync(descriptor);
  };
  const timer = setInterval(read, 150);
  return {
    stop() {
      clearInterval(timer);
      read();
    },
  };
}
