// Streams one completion with the official client, token by token: node chat.mjs MODEL PROMPT. The client reads where the platform
// is and the caller's token from OPENAI_BASE_URL and OPENAI_API_KEY.
import OpenAI from "openai";

const [model, content] = process.argv.slice(2);
const client = new OpenAI();

try {
  const stream = await client.chat.completions.create({ model, stream: true, messages: [{ role: "user", content }] });
  for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
  process.stdout.write("\n");
} catch (error) {
  process.stderr.write(`${error.status ?? ""} ${error.code ?? ""} ${error.message}\n`);
  process.exitCode = 1;
}
