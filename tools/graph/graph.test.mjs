import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { draw, model } from "./graph.mjs";

const root = new URL("../../", import.meta.url);

for (const stack of ["dev", "prod"]) {
  const inventory = () => JSON.parse(readFileSync(new URL(`target/inventory/${stack}.json`, root)));

  test(`${stack}: the committed picture is that of the inventory`, async () => {
    const file = new URL(`docs/explanation/resource-graph.${stack}.svg`, root);
    const picture = await draw(inventory());
    if (!process.env.CI || !existsSync(file)) writeFileSync(file, picture);
    assert.equal(readFileSync(file, "utf8"), picture, `${file.pathname}: run mvn test and node --test tools/graph, and commit the picture`);
  });

  test(`${stack}: every resource is in a box or of a kind that is left out`, () => {
    const { boxes } = model(inventory());
    const silent = inventory().filter((each) => /:(ResourceGroup|DiagnosticSetting|azure-native)$/.test(each.type)).length;
    assert.equal(boxes.reduce((sum, box) => sum + box.count, 0) + silent, inventory().length);
  });

  test(`${stack}: the proxy names the identity, the environment is in the network, alerts watch accounts`, () => {
    const arrows = model(inventory()).arrows.map((each) => each.join(" > "));
    for (const wanted of [
      "Container Apps/ContainerApp > Identity/UserAssignedIdentity",
      "Container Apps/ManagedEnvironment > Network/VirtualNetwork",
      "Container Apps/ContainerApp > OpenAI accounts/Account",
      "Container Apps/ContainerApp > Registry/Registry",
      "OpenAI accounts/Deployment > OpenAI accounts/Account",
      "OpenAI accounts/PrivateEndpoint > OpenAI accounts/Account",
      "Monitoring/MetricAlert > OpenAI accounts/Account",
      "Monitoring/MetricAlert > Monitoring/ActionGroup",
    ])
      assert.ok(arrows.includes(wanted), `${wanted} not among\n${arrows.join("\n")}`);
  });
}
