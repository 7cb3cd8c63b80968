package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One stored resource.
 *
 * @param id ARM id, for instance {@code /subscriptions/…/providers/Microsoft.Network/virtualNetworks/main}
 * @param token Pulumi type without the version segment, for instance {@code azure-native:network:VirtualNetwork}
 * @param inputs what the program asked for, in the SDK's property names
 * @param outputs what Azure answers: the inputs with {@code id}, {@code name} and everything computed
 */
public record ArmResource(String id, String token, ObjectNode inputs, ObjectNode outputs) {
    /** The last segment of the id. */
    public String name() {
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
