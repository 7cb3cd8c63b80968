package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Records of private zones. Source: Microsoft Learn: private DNS records; the codes are unverified. */
final class PrivateRecordSetRule implements Rule {
    private static final Set<String> TYPES = Set.of("A", "AAAA", "CNAME", "MX", "PTR", "SOA", "SRV", "TXT");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.PRIVATE_RECORD_SET,
            "Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            ResourceType.NameRule.of(
                    "@|(\\*|[\\w-]{1,63})(\\.[\\w-]{1,63})*", "'@', or labels with '*' first at most"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        String kind = change.text("/recordType");
        if (!TYPES.contains(kind)) {
            throw Refuse.badRequest("InvalidRecordType", "recordType: %s (expected: one of %s)", kind, TYPES);
        }
        if (kind.equals("A")) {
            checkAddresses(change);
        }
        String zone = ArmId.name(ArmId.parent(change.id()).orElseThrow());
        String name = change.name().equals("@") ? zone : change.name() + "." + zone;
        change.outputs()
                .put("type", "Microsoft.Network/privateDnsZones/" + kind)
                .put("fqdn", name + ".")
                .put("isAutoRegistered", false)
                .put("etag", Stable.uuid("etag", change.id() + change.inputs()));
    }

    private static void checkAddresses(Change change) {
        JsonNode records = change.inputs().path("aRecords");
        for (JsonNode record : records) {
            String address = record.path("ipv4Address").asText();
            if (Cidr.parse(address + "/32").isEmpty()) {
                throw Refuse.badRequest("InvalidRecord", "aRecords: %s (expected: an IPv4 address)", address);
            }
        }
        if (records.isEmpty() || change.inputs().path("ttl").asInt(0) < 1) {
            throw Refuse.badRequest("InvalidRecord", "%s: no address or no ttl (expected: both)", change.id());
        }
    }
}
