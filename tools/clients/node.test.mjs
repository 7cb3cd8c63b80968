// The official client for Node, with its own settings but for the address.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import OpenAI, { AzureOpenAI } from "openai";
import { chatStream, sound } from "./account.mjs";
import { start } from "./platform.mjs";

let platform;
let client;
let dated;

/** The client of each surface, as one of the applications or as a stranger. */
const surfaces = {
  v1: (caller = "app") => new OpenAI({ baseURL: `${platform.url}/openai/v1`, apiKey: platform.tokens[caller] ?? "unsigned" }),
  dated: (caller = "app") => new AzureOpenAI({ endpoint: platform.url, apiKey: platform.tokens[caller] ?? "unsigned", apiVersion: "2024-10-21" }),
};
const errors = JSON.parse(readFileSync(new URL("errors.json", import.meta.url), "utf8"));
const muttered = JSON.parse(readFileSync(new URL("muttered.json", import.meta.url), "utf8"));

before(async () => {
  platform = await start();
  client = surfaces.v1();
  dated = surfaces.dated();
});

after(() => platform.stop());

const messages = (content) => [{ role: "user", content: typeof content === "string" ? content : JSON.stringify(content) }];
const recording = () => new File([sound], "hello.mp3", { type: "audio/mpeg" });

/** What the accounts have been asked so far. */
const asked = () => platform.accounts.reduce((sum, { calls }) => sum + calls.length, 0);

/** What a call raises: its very class, its status and its code. */
async function raised(call) {
  try {
    await call();
  } catch (error) {
    return [error.constructor, error.status, error.code];
  }
  return assert.fail("nothing was raised");
}

async function collect(stream, text) {
  let all = "";
  for await (const part of stream) all += text(part) ?? "";
  return all;
}

for (const [surface, of] of Object.entries({ v1: () => client, dated: () => dated })) {
  test(`${surface}: chat, completions and embeddings answer`, async () => {
    const chat = await of().chat.completions.create({ model: "gpt", messages: messages("hi") });
    assert.equal(chat.choices[0].message.content, "Hello there!");
    const stream = await of().chat.completions.create({ model: "gpt", messages: messages("hi"), stream: true });
    assert.equal(await collect(stream, (part) => part.choices[0]?.delta?.content), "Hello there!");
    const completion = await of().completions.create({ model: "gpt", prompt: "hi" });
    assert.equal(completion.choices[0].text, "Hello");
    const embeddings = await of().embeddings.create({ model: "gpt", input: "hi" });
    assert.deepEqual(embeddings.data[0].embedding, [1, 2]);
  });

  test(`${surface}: images are made and changed`, async () => {
    assert.equal((await of().images.generate({ model: "gpt", prompt: "hi" })).data[0].b64_json, "aW1hZ2U=");
    const image = new File([sound], "a.png", { type: "image/png" });
    assert.equal((await of().images.edit({ model: "gpt", prompt: "hi", image })).data[0].b64_json, "aW1hZ2U=");
    const stream = await of().images.generate({ model: "gpt", prompt: "hi", stream: true });
    assert.equal(await collect(stream, (part) => part.b64_json), "aQ==aW1hZ2U=");
  });

  test(`${surface}: speech is heard and spoken`, async () => {
    assert.equal((await of().audio.transcriptions.create({ model: "gpt", file: recording() })).text, "Hello there!");
    assert.equal((await of().audio.translations.create({ model: "gpt", file: recording() })).text, "Hello there!");
    const stream = await of().audio.transcriptions.create({ model: "gpt", file: recording(), stream: true });
    assert.equal(await collect(stream, (part) => part.delta), "Hello");
    const spoken = await of().audio.speech.create({ model: "gpt", voice: "alloy", input: "hi" });
    assert.ok(Buffer.from(await spoken.arrayBuffer()).equals(sound));
  });

  test(`${surface}: models are listed`, async () => {
    assert.deepEqual((await of().models.list()).data.map(({ id }) => id), ["gpt", "other"]);
    assert.deepEqual((await surfaces[surface]("narrow").models.list()).data.map(({ id }) => id), ["gpt"]);
  });

  for (const { what, caller, model = "gpt", stream, wish, class: name, status, code, asked: times } of errors) {
    test(`${surface}: ${what} is raised as ${name}`, async () => {
      const before = asked();
      const ask = { model, messages: messages(wish ?? "hi"), stream };
      assert.deepEqual(await raised(() => surfaces[surface](caller).chat.completions.create(ask, { maxRetries: 0 })), [OpenAI[name], status, code]);
      assert.equal(asked() - before, times);
    });
  }
}

test("one model is told, and one that is not served is not found", async () => {
  assert.equal((await client.models.retrieve("gpt")).id, "gpt");
  assert.deepEqual(await raised(() => client.models.retrieve("none")), [OpenAI.NotFoundError, 404, "model_not_found"]);
});

test("a conversation of responses goes on at its account, and can be told, listed, cancelled and deleted", async () => {
  for (let round = 0; round < 6; round++) {
    const first = await client.responses.create({ model: "gpt", input: "hi" });
    assert.equal(first.output_text, "Hello there!");
    const next = await client.responses.create({ model: "gpt", input: "and?", previous_response_id: first.id });
    assert.equal(next.id.slice(0, 6), first.id.slice(0, 6));
    const told = await client.responses.retrieve(next.id);
    assert.equal(told.id, next.id);
    assert.equal((await client.responses.retrieve(told.previous_response_id)).id, first.id);
    assert.equal((await client.responses.inputItems.list(next.id)).data[0].id, "msg_0");
    assert.equal((await client.responses.cancel(next.id)).status, "cancelled");
    await client.responses.delete(next.id);
    assert.deepEqual(await raised(() => client.responses.retrieve(next.id)), [OpenAI.NotFoundError, 404, null]);
  }
});

test("a conversation goes on from a response that was streamed", async () => {
  const stream = client.responses.stream({ model: "gpt", input: "hi" });
  const streamed = await stream.finalResponse();
  assert.equal(streamed.output_text, "Hello there!");
  const next = await client.responses.create({ model: "gpt", input: "and?", previous_response_id: streamed.id });
  assert.equal((await client.responses.retrieve(next.previous_response_id)).id, streamed.id);
});

test("an id that was made up is refused, once", async () => {
  const before = asked();
  const ask = { model: "gpt", input: "hi", previous_response_id: "resp_a0" };
  assert.deepEqual(await raised(() => client.responses.create(ask)), [OpenAI.NotFoundError, 404, "response_not_found"]);
  assert.equal(asked(), before);
});

test("what lives in one account is refused as a bad request that says what to do", async () => {
  for (const call of [
    () => client.files.list(),
    () => client.files.create({ purpose: "batch", file: recording() }),
    () => client.batches.create({ endpoint: "/v1/chat/completions", input_file_id: "f", completion_window: "24h" }),
    () => client.vectorStores.list(),
    () => client.fineTuning.jobs.list(),
    () => client.conversations.create({}),
  ]) {
    assert.deepEqual(await raised(call), [OpenAI.BadRequestError, 400, "not_served"]);
    await assert.rejects(call, /expected: /);
  }
});

test("a stream cut anywhere raises an error and never passes for a short text", async () => {
  const borders = [...chatStream.matchAll(/\n\n/g)].flatMap(({ index }) => [index + 1, index + 2, index + 40]);
  const begins = chatStream.indexOf("\n\n", chatStream.indexOf("Hello")) + 2;
  for (const [by, code] of Object.entries({ end: "upstream_truncated", close: "upstream_reset", reset: "upstream_reset" })) {
    for (const cut of borders.map((border) => Math.min(border, chatStream.length))) {
      let text = "";
      const read = async () => {
        const stream = await client.chat.completions.create({ model: "gpt", messages: messages({ cut, by }), stream: true }, { maxRetries: 0 });
        for await (const part of stream) text += part.choices[0]?.delta?.content ?? "";
      };
      const expected = cut < begins ? [OpenAI.InternalServerError, 502, code] : [OpenAI.APIError, undefined, code];
      assert.deepEqual(await raised(read), expected, `cut at ${cut} by ${by}`);
      assert.ok("Hello there!".startsWith(text));
    }
  }
});

test("an error in any shape ends a stream with an error", async () => {
  for (const event of muttered) {
    let text = "";
    const read = async () => {
      const ask = { model: "gpt", messages: messages({ mutter: event }), stream: true };
      for await (const part of await client.chat.completions.create(ask)) text += part.choices?.[0]?.delta?.content ?? "";
    };
    await assert.rejects(read, event);
    assert.equal(text, "Hello", event);
  }
});

test("a document that ends too early raises an error, which is that of fetch itself", async () => {
  const ask = { model: "gpt", messages: messages({ short: 100 }) };
  assert.deepEqual(await raised(() => client.chat.completions.create(ask, { maxRetries: 0 })), [TypeError, undefined, undefined]);
});

test("a client that is told to wait comes back then, and is served", async () => {
  const began = Date.now();
  const chat = await client.chat.completions.create({ model: "gpt", messages: messages({ wait: 900 }) });
  assert.equal(chat.choices[0].message.content, "Hello there!");
  assert.ok(platform.accounts.every(({ calls }) => calls.filter(({ at }) => at >= began).length <= 2));
  assert.ok(Date.now() - began >= 800, `after ${Date.now() - began} ms`);
});

test("a caller over its own limit is told so, and no account is asked", async () => {
  const seldom = surfaces.v1("seldom");
  const ask = () => seldom.chat.completions.create({ model: "gpt", messages: messages("hi") }, { maxRetries: 0 });
  await ask();
  const before = asked();
  assert.deepEqual(await raised(ask), [OpenAI.RateLimitError, 429, "caller_request_limit"]);
  assert.equal(asked(), before);
});

test("a filtered prompt tells by which filter, and is tried once", async () => {
  const before = asked();
  await assert.rejects(
    client.chat.completions.create({ model: "gpt", messages: messages({ filter: true }) }),
    (error) => error.error.innererror.content_filter_result.hate.filtered,
  );
  assert.equal(asked(), before + 1);
});
