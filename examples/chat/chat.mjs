// Streams one completion through the platform with the official client, token by token.
import { readFileSync } from "node:fs";
import OpenAI from "openai";

const outputs = JSON.parse(readFileSync(process.env.SLUICE_OUTPUTS, "utf8"));
const client = new OpenAI({ baseURL: `${outputs.endpoint}/openai/v1`, apiKey: outputs.token });
const model = outputs.capacity.map((row) => row.model).find((name) => !name.includes("embedding"));

try {
  const stream = await client.chat.completions.create({
    model,
    stream: true,
    messages: [{ role: "user", content: process.argv[2] }],
  });
  for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
  process.stdout.write("\n");
} catch (error) {
  process.stderr.write(`${error.status ?? ""} ${error.code ?? ""} ${error.message}\n`);
  process.exitCode = 1;
}
