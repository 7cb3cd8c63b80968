// What a person sees: one line per step, rewritten in place on a terminal, repeated every few seconds in a log.
const terminal = process.stderr.isTTY && !process.env.CI;
const quietMillis = 5000;

function clock(startedAt) {
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function line(mark, name, text, time) {
  return `${mark} ${name.padEnd(12)} ${text.padEnd(60)} ${time}`;
}

/** Runs one step; `work` gets a function that updates the text, and returns the closing text. */
export async function step(name, first, work) {
  const startedAt = Date.now();
  let text = first;
  let printedAt = startedAt;
  const tick = () => {
    if (terminal) {
      process.stderr.write(`\r\x1b[2K${line("…", name, text.slice(0, 90), clock(startedAt))}`);
    } else if (Date.now() - printedAt >= quietMillis) {
      printedAt = Date.now();
      process.stderr.write(`${line("…", name, text, clock(startedAt))}\n`);
    }
  };
  const timer = setInterval(tick, terminal ? 200 : 1000);
  const close = (mark, closing) => {
    clearInterval(timer);
    process.stderr.write(`${terminal ? "\r\x1b[2K" : ""}${line(mark, name, closing, clock(startedAt))}\n`);
  };
  try {
    const closing = await work((next) => {
      text = next;
    });
    close("✓", closing ?? first);
  } catch (error) {
    close("✗", text);
    throw error;
  }
}

/** Lines below a step. */
export function tell(lines) {
  for (const each of lines) process.stderr.write(`${each}\n`);
}
