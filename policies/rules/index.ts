import type { Rule } from "../lib/rule";
import { containerappsImageByDigest } from "./containerapps/containerapps-image-by-digest";
import { dataWithinGeographies } from "./data/data-within-geographies";
import { identityLeastGrants } from "./identity/identity-least-grants";
import { monitoringDiagnosticsPresent } from "./monitoring/monitoring-diagnostics-present";
import { networkPrivateEndpointWithDns } from "./network/network-private-endpoint-with-dns";
import { networkPublicAccessDisabled } from "./network/network-public-access-disabled";
import { networkTlsFloor } from "./network/network-tls-floor";
import { openaiDeploymentsWithinBoundary } from "./openai/openai-deployments-within-boundary";
import { openaiLocalAuthDisabled } from "./openai/openai-local-auth-disabled";

/** The pack, in the order of its index page: by area, then by id. */
export const rules: readonly Rule[] = [
  containerappsImageByDigest,
  dataWithinGeographies,
  identityLeastGrants,
  monitoringDiagnosticsPresent,
  networkPrivateEndpointWithDns,
  networkPublicAccessDisabled,
  networkTlsFloor,
  openaiDeploymentsWithinBoundary,
  openaiLocalAuthDisabled,
];
