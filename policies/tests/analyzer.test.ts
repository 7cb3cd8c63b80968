// The pack as the engine runs it: its own process, spoken to over gRPC.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { credentials } from "@grpc/grpc-js";
import { account, deployment } from "./fixtures";
import { change, type Planned, UNKNOWN, versioned } from "./testkit";

const rpc = require("@pulumi/pulumi/proto/analyzer_grpc_pb");
const proto = require("@pulumi/pulumi/proto/analyzer_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

let pack: ChildProcess;
let client: any;

before(async () => {
  const script = "./node_modules/@pulumi/pulumi/cmd/run-policy-pack";
  pack = spawn(process.execPath, [script, "127.0.0.1:1", "."], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(pack, "exit").then(([code]) =>
    assert.fail(`the pack ended with ${code} (expected: a port)`),
  );
  const printed = once(createInterface({ input: pack.stdout! }), "line");
  const [port] = await Promise.race([printed, exited]);
  assert.match(port, /^\d+$/);
  client = new rpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
});

after(() => {
  client?.close();
  pack.kill();
});

const call = (method: string, request: unknown) =>
  new Promise<any>((done, fail) =>
    client[method](request, (error: unknown, answer: any) =>
      error ? fail(error) : done(answer.toObject()),
    ),
  );

const urn = ({ type, name }: Planned) => `urn:pulumi:test::sluice::${type}::${name}`;

function filled(message: any, planned: Planned) {
  message.setType(planned.type);
  message.setName(planned.name);
  message.setUrn(urn(planned));
  message.setProperties(Struct.fromJavaScript(planned.props));
  message.setOptions(new proto.AnalyzerResourceOptions());
  return message;
}

const ADVISORY = 0;
const MANDATORY = 1;
const found = (answer: any) =>
  answer.diagnosticsList.map((each: any) => [each.policyname, each.enforcementlevel]);

test("pack_tells_the_engine_its_nine_rules", async () => {
  const info = await call("getAnalyzerInfo", new Empty());
  assert.equal(info.name, "sluice");
  assert.equal(info.policiesList.length, 9);
});

test("violation_of_a_resource_with_a_pinned_version_is_mandatory", async () => {
  const open = versioned(change(account(), "properties.disableLocalAuth", false));
  const answer = await call("analyze", filled(new proto.AnalyzeRequest(), open));
  assert.deepEqual(found(answer), [["openai-local-auth-disabled", MANDATORY]]);
});

test("unknown_value_is_advisory", async () => {
  const unknown = change(account(), "properties.disableLocalAuth", UNKNOWN);
  const answer = await call("analyze", filled(new proto.AnalyzeRequest(), unknown));
  assert.deepEqual(found(answer), [["openai-local-auth-disabled", ADVISORY]]);
});

test("rules_that_do_not_apply_are_told_apart_from_rules_that_pass", async () => {
  const answer = await call("analyze", filled(new proto.AnalyzeRequest(), account()));
  assert.deepEqual(found(answer), []);
  assert.deepEqual(
    answer.notApplicableList.map((each: any) => each.policyName),
    ["network-tls-floor"],
  );
});

test("stack_is_judged_along_the_edges_that_the_engine_sends", async () => {
  const request = new proto.AnalyzeStackRequest();
  const owner = change(account(), "tags.dataBoundary", "geography");
  const resources = [owner, deployment("DataZoneStandard")].map((planned) => {
    const message = filled(new proto.AnalyzerResource(), planned);
    for (const property of Object.keys(planned.from ?? {})) {
      const dependencies = new proto.AnalyzerPropertyDependencies();
      dependencies.setUrnsList([urn(owner)]);
      message.getPropertydependenciesMap().set(property, dependencies);
    }
    return message;
  });
  request.setResourcesList(resources);
  const answer = await call("analyzeStack", request);
  assert.deepEqual(found(answer).sort(), [
    ["monitoring-diagnostics-present", MANDATORY],
    ["network-private-endpoint-with-dns", MANDATORY],
  ]);
});
