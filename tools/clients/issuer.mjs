// An issuer of callers' tokens, with one key.
import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export class Issuer {
  #key = generateKeyPairSync("rsa", { modulusLength: 2048 });
  tenantId = "11111111-1111-1111-1111-111111111111";
  audience = "api://sluice";

  /** Serves its key; answers with the address. */
  async start() {
    const key = { ...this.#key.publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" };
    this.server = createServer((request, response) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys: [key] })));
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${this.server.address().port}/keys`;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** An hour's token of an application. */
  token(application) {
    const iss = `https://login.microsoftonline.com/${this.tenantId}/v2.0`;
    const claims = { iss, aud: this.audience, tid: this.tenantId, sub: application, azp: application, exp: Math.floor(Date.now() / 1000) + 3600 };
    const said = `${part({ alg: "RS256", kid: "one" })}.${part(claims)}`;
    return `${said}.${sign("sha256", Buffer.from(said), this.#key.privateKey).toString("base64url")}`;
  }
}
