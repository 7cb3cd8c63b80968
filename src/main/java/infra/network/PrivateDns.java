package infra.network;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The private DNS zones that lead the public names of private endpoints to their private addresses, linked to the network. */
public final class PrivateDns extends ComponentResource {

    private static final String TYPE = "infra:network:PrivateDns";

    private static final String OPENAI = "privatelink.openai.azure.com";
    private static final String COGNITIVE_SERVICES = "privatelink.cognitiveservices.azure.com";
    private static final String CONTAINER_REGISTRY = "privatelink.azurecr.io";
    private static final String KEY_VAULT = "privatelink.vaultcore.azure.net";
    private static final String COSMOS = "privatelink.documents.azure.com";

    private final Map<String, ZoneRef> zones = new HashMap<>();
    private final List<Resource> links = new ArrayList<>();

    public PrivateDns(String name, PrivateDnsArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        for (var domain : List.of(OPENAI, COGNITIVE_SERVICES, CONTAINER_REGISTRY, KEY_VAULT, COSMOS)) {
            var zone = name + "-" + domain;
            var linked =
                    LinkedZone.of(zone, zone + "-link", args.group(), Output.of(domain), args.networkId(), child());
            links.add(linked.link());
            zones.put(domain, new ZoneRef(domain, linked.zone().id()));
        }
        registerOutputs(Map.of("openAiZoneId", zones.get(OPENAI).id()));
    }

    private CustomResourceOptions child() {
        return CustomResourceOptions.builder().parent(this).build();
    }

    /** Zones of an OpenAI account: its name is answered in both. */
    public List<ZoneRef> openAiZones() {
        return List.of(zones.get(OPENAI), zones.get(COGNITIVE_SERVICES));
    }

    /** Zones of a container registry. */
    public List<ZoneRef> registryZones() {
        return List.of(zones.get(CONTAINER_REGISTRY));
    }

    /** Zones of a key vault. */
    public List<ZoneRef> vaultZones() {
        return List.of(zones.get(KEY_VAULT));
    }

    /** Zones of a Cosmos DB account. */
    public List<ZoneRef> cosmosZones() {
        return List.of(zones.get(COSMOS));
    }

    /** The links: before they exist a name of a zone still leads to the public address. */
    public List<Resource> links() {
        return List.copyOf(links);
    }
}
