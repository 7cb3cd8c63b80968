import type { PolicyResource } from "@pulumi/policy";
import { defineStackRule } from "../../lib/rule";
import { azureName, type Stack } from "../../lib/stack";
import { known } from "../../lib/unknown";

/** `server/repository@sha256:…`; a tag beside the digest does no harm, Azure ignores it. */
const BY_DIGEST = /^([^/]+)\/.+@sha256:[0-9a-f]{64}$/;

function serversOf(registry: PolicyResource): readonly (string | undefined)[] {
  const name = azureName(registry, "registryName");
  return [known<string>(() => registry.props.loginServer), name && `${name}.azurecr.io`];
}

function ownServers(stack: Stack, configured: readonly string[]): readonly string[] {
  const registries = stack.of("containerregistry:Registry");
  return [...configured, ...registries.flatMap(serversOf)].flatMap(
    (each) => each?.toLowerCase() ?? [],
  );
}

export const containerappsImageByDigest = defineStackRule<{ registries: readonly string[] }>({
  id: "containerapps-image-by-digest",
  ref: "ACA-5",
  title: "Containers run images of our own registry, named by digest",
  severity: "high",
  area: "containerapps",
  appliesTo: ["app:ContainerApp", "app:Job"],
  configSchema: {
    registries: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [],
      description: "Login servers of registries outside the stack that count as our own.",
    },
  },
  *check(props, { stack, config }) {
    const own = ownServers(stack, config.registries);
    const containers = [
      ...(props.template?.containers ?? []),
      ...(props.template?.initContainers ?? []),
    ];
    if (containers.length === 0) {
      yield {
        problem: "names no image",
        property: "template.containers",
        seen: props.template?.containers,
        fix: "Give every container an image",
      };
    }
    for (const container of containers) {
      const seen = container.image;
      const server = typeof seen === "string" ? BY_DIGEST.exec(seen)?.[1] : undefined;
      if (server && own.includes(server.toLowerCase())) continue;
      yield {
        problem: `runs an image that ${server ? "is not from our own registry" : "is not named by digest"}`,
        property: "image",
        seen,
        fix: "Set image to LOGIN_SERVER/REPOSITORY@sha256:DIGEST of our own registry",
      };
    }
  },
});
