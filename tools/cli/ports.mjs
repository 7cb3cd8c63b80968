// The consecutive ports of the local Azure (docs/explanation/doors.md), looked at before anything is built.
import { createServer } from "node:net";
import { UserError } from "./process.mjs";

const count = 6;

const free = (port) =>
  new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(false));
    probe.listen({ port, host: "127.0.0.1" }, () => probe.close(() => done(true)));
  });

/** Fails with every port from `base` on that somebody else listens on. */
export async function portsMustBeFree(base) {
  const ports = Array.from({ length: count }, (_, index) => base + index);
  const taken = (await Promise.all(ports.map(async (port) => ((await free(port)) ? [] : [port])))).flat();
  if (taken.length === 0) return;
  throw new UserError(
    `PORT: ${taken.join(", ")} taken (expected: ${ports[0]} to ${ports.at(-1)} free on 127.0.0.1; end what listens there, or PORT=ANOTHER)`,
    2,
  );
}
