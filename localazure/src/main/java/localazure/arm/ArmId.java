package localazure.arm;

import java.util.Locale;
import java.util.Optional;

/** Parts of an ARM id. Ids compare without regard to case. */
public final class ArmId {
    private ArmId() {}

    public static String name(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    public static String subscription(String id) {
        return segmentAfter(id, "subscriptions").orElse("");
    }

    public static Optional<String> resourceGroup(String id) {
        return segmentAfter(id, "resourceGroups");
    }

    /** Type of a resource, for instance {@code Microsoft.CognitiveServices/accounts}, in the spelling of the id; empty for a group. */
    public static String type(String id) {
        int provider = id.toLowerCase(Locale.ROOT).lastIndexOf("/providers/");
        if (provider < 0) return "";
        String[] parts = id.substring(provider + "/providers/".length()).split("/");
        StringBuilder type = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i += 2) type.append('/').append(parts[i]);
        return type.toString();
    }

    /** The id of the resource group that holds the resource. */
    public static Optional<String> resourceGroupId(String id) {
        return resourceGroup(id).map(group -> "/subscriptions/" + subscription(id) + "/resourceGroups/" + group);
    }

    /**
     * The resource that this one is part of: an account for its deployment, a zone for its link. Empty for a resource
     * that stands directly in its group and for extension resources, whose target is not a parent.
     */
    public static Optional<String> parent(String id) {
        int provider = id.lastIndexOf("/providers/");
        if (provider < 0) {
            return Optional.empty();
        }
        long segments =
                id.substring(provider + 1).chars().filter(each -> each == '/').count();
        boolean child = segments > 3;
        return child ? Optional.of(dropTwo(id)) : Optional.empty();
    }

    /** The resource that stands directly in its group and that this one is, or is part of at any depth. */
    public static String top(String id) {
        return parent(id).map(ArmId::top).orElse(id);
    }

    public static boolean same(String one, String other) {
        return one.equalsIgnoreCase(other);
    }

    /** Whether the id lies below the other one. */
    public static boolean inside(String id, String ancestor) {
        return id.length() > ancestor.length()
                && id.regionMatches(true, 0, ancestor, 0, ancestor.length())
                && id.charAt(ancestor.length()) == '/';
    }

    private static String dropTwo(String id) {
        String type = id.substring(0, id.lastIndexOf('/'));
        return type.substring(0, type.lastIndexOf('/'));
    }

    private static Optional<String> segmentAfter(String id, String name) {
        String[] parts = id.split("/");
        for (int i = 1; i < parts.length - 1; i++) {
            if (parts[i].equalsIgnoreCase(name)) {
                return Optional.of(parts[i + 1]);
            }
        }
        return Optional.empty();
    }
}
