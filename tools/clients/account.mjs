// An account that answers every operation of the surface in the API's own shapes, and misbehaves on request. A prompt says how:
// {"cut":BYTES,"by":"end"|"close"|"reset"}, {"short":BYTES}, {"wait":MILLIS}, {"busy":MILLIS}, {"filter":true}, {"fail":STATUS}, {"hang":true},
// {"mutter":EVENT} within a stream that goes on to its end.
import { createServer } from "node:http";

const sound = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const event = (data) => `data: ${JSON.stringify(data)}\n\n`;
const named = (data) => `event: ${data.type}\n${event(data)}`;

const chunk = (delta, finish_reason = null) =>
  event({ id: "c", object: "chat.completion.chunk", created: 1, model: "gpt", choices: [{ index: 0, delta, finish_reason }] });
export const chatStream = `${chunk({ role: "assistant", content: "" })}${chunk({ content: "Hello" })}${chunk({ content: " there" })}${chunk({ content: "!" })}${chunk({}, "stop")}`;

const filtered = {
  error: {
    message: "The response was filtered due to the prompt triggering a content management policy.",
    type: null,
    param: "prompt",
    code: "content_filter",
    status: 400,
    innererror: { code: "ResponsibleAIPolicyViolation", content_filter_result: { hate: { filtered: true, severity: "high" } } },
  },
};

function breakOff(response, { cut, by }) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(chatStream.slice(0, cut), () => {
    if (by === "end") response.end();
    else if (by === "reset") response.socket.resetAndDestroy();
    else response.socket.destroy();
  });
}

/** A document of which only the beginning comes. */
function breakShort(response, length) {
  response.writeHead(200, { "content-type": "application/json", "content-length": 2 * length });
  response.write('{"id":"'.padEnd(length, "c"), () => response.socket.destroy());
}

/** One account; `name` is part of the ids that it makes. */
export class Account {
  #stored = new Map();
  #refused = 0;
  calls = [];

  constructor(name) {
    this.name = name;
  }

  async start() {
    this.server = createServer((request, response) => this.#serve(request, response));
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    return this.server.address().port;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #serve(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const path = request.url.replace(/^\/openai\/(v1|deployments\/[^/]+)\//, "").replace(/\?.*/, "");
    this.calls.push({ method: request.method, path, at: Date.now() });
    const json = body.length > 0 && request.headers["content-type"]?.startsWith("application/json") ? JSON.parse(body) : {};
    const send = (status, answer) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    const stream = (...events) => response.writeHead(200, { "content-type": "text/event-stream" }).end(events.join(""));
    if (path === "responses" || path.startsWith("responses/")) return this.#responses(request.method, path, json, send, stream);
    if (request.method !== "POST") return send(405, { error: { code: "405", message: "Method not allowed" } });
    const form = body.toString("latin1");
    const operations = {
      "chat/completions": () => this.#chat(json, response, send, stream),
      completions: () => send(200, { id: "c", object: "text_completion", created: 1, model: "gpt", choices: [{ index: 0, text: "Hello", finish_reason: "stop" }], usage }),
      embeddings: () => send(200, { object: "list", model: "gpt", data: [{ object: "embedding", index: 0, embedding: "AACAPwAAAEA=" }], usage }),
      "images/generations": () =>
        json.stream
          ? stream(named({ type: "image_generation.partial_image", b64_json: "aQ==" }), named({ type: "image_generation.completed", b64_json: "aW1hZ2U=" }))
          : send(200, { created: 1, data: [{ b64_json: "aW1hZ2U=" }], usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 } }),
      "images/edits": () => send(200, { created: 1, data: [{ b64_json: "aW1hZ2U=" }] }),
      "audio/speech": () => response.writeHead(200, { "content-type": "audio/mpeg" }).end(sound),
      "audio/translations": () => send(200, { text: "Hello there!" }),
      "audio/transcriptions": () => {
        if (!form.includes(sound.toString("latin1"))) return send(400, { error: { code: "invalid_file", message: "not what was recorded" } });
        return /name="stream"\r\n\r\ntrue/i.test(form)
          ? stream(named({ type: "transcript.text.delta", delta: "Hello" }), named({ type: "transcript.text.done", text: "Hello" }))
          : send(200, { text: "Hello there!" });
      },
    };
    return operations[path] ? operations[path]() : send(404, { error: { code: "404", message: "Resource not found" } });
  }

  #chat(json, response, send, stream) {
    const content = json.messages[0].content;
    const wish = content.startsWith("{") ? JSON.parse(content) : {};
    if (wish.by) return breakOff(response, wish);
    if (wish.short) return breakShort(response, wish.short);
    if (wish.filter) return send(400, filtered);
    if (wish.fail) return send(wish.fail, { error: { code: String(wish.fail), message: "It failed." } });
    if (wish.hang) return undefined;
    if (wish.busy || (wish.wait && this.#refused++ === 0)) {
      response.setHeader("retry-after-ms", wish.busy ?? wish.wait);
      return send(429, { error: { code: "429", message: "Rate limit is exceeded." } });
    }
    if (wish.mutter) return stream(...chatStream.split(/(?<=\n\n)/).slice(0, 2), wish.mutter, "data: [DONE]\n\n");
    if (json.stream) return stream(chatStream, "data: [DONE]\n\n");
    return send(200, { id: "c", object: "chat.completion", created: 1, model: "gpt", choices: [{ index: 0, message: { role: "assistant", content: "Hello there!" }, finish_reason: "stop" }], usage });
  }

  #responses(method, path, json, send, stream) {
    const [, id, part = ""] = path.split("/");
    const missing = (param) => send(param ? 400 : 404, { error: { message: `Response with id '${id ?? json.previous_response_id}' not found.`, type: "invalid_request_error", param, code: null } });
    if (!id) {
      const previous = json.previous_response_id ?? null;
      if (previous && !this.#stored.has(previous)) return missing("previous_response_id");
      const made = `resp_${this.name}${this.#stored.size}`;
      const output = [{ id: "msg_1", type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text: "Hello there!", annotations: [] }] }];
      const whole = { id: made, object: "response", created_at: 1, status: "completed", model: "gpt", previous_response_id: previous, output };
      this.#stored.set(made, whole);
      if (!json.stream) return send(200, whole);
      return stream(
        named({ type: "response.created", sequence_number: 0, response: { ...whole, status: "in_progress", output: [] } }),
        named({ type: "response.output_item.added", sequence_number: 1, output_index: 0, item: { ...output[0], content: [] } }),
        named({ type: "response.content_part.added", sequence_number: 2, item_id: "msg_1", output_index: 0, content_index: 0, part: { type: "output_text", text: "", annotations: [] } }),
        named({ type: "response.output_text.delta", sequence_number: 3, item_id: "msg_1", output_index: 0, content_index: 0, delta: "Hello there!" }),
        named({ type: "response.completed", sequence_number: 4, response: whole }),
      );
    }
    const kept = this.#stored.get(id);
    if (!kept) return missing(null);
    if (method === "DELETE") this.#stored.delete(id);
    if (method === "DELETE") return send(200, { id, object: "response.deleted", deleted: true });
    if (part === "input_items") return send(200, { object: "list", data: [{ id: "msg_0", type: "message", role: "user", content: [] }], first_id: "msg_0", last_id: "msg_0", has_more: false });
    return send(200, part === "cancel" ? { ...kept, status: "cancelled" } : kept);
  }
}

export { sound };
