import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { portsMustBeFree } from "../cli/ports.mjs";

const listening = (port) => new Promise((done, fail) => {
  const server = createServer().once("error", fail);
  server.listen(port, "127.0.0.1", () => done(server));
});

test("a port that somebody listens on is named, in the words of the command line", async () => {
  const taken = await listening(0);
  const { port } = taken.address();
  const said = new RegExp(`^PORT: ([\\d, ]*, )?${port}[\\d, ]* taken \\(expected: ${port - 1} to ${port + 4} free on 127\\.0\\.0\\.1; .*PORT=ANOTHER\\)$`);
  try {
    await assert.rejects(portsMustBeFree(port - 1), (error) => said.test(error.message) && error.exitCode === 2);
  } finally {
    taken.close();
  }
});
