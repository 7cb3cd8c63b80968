package localazure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import localazure.engine.Backend;
import localazure.engine.Unknown;

/** Fills in what a program leaves out: names and the location, as azure-native does. */
final class Defaults {
    /** Marks a random name: a replacement gets another one and can be made before the old resource goes. */
    static final String CREATE_BEFORE_DELETE = "__createBeforeDelete";

    private final ControlPlane control;
    private final Unanswered unanswered;

    Defaults(ControlPlane control, Unanswered unanswered) {
        this.control = control;
        this.unanswered = unanswered;
    }

    void fill(ResourceType type, Backend.Subject subject, ObjectNode olds, ObjectNode news, byte[] seed) {
        if (!news.has(type.nameProperty())) {
            fillName(type, subject, olds, news, seed);
        }
        if (type.placement() != ResourceType.Placement.NONE) {
            fillLocation(subject, olds, news);
        }
    }

    private void fillName(ResourceType type, Backend.Subject subject, ObjectNode olds, ObjectNode news, byte[] seed) {
        String property = type.nameProperty();
        if (olds.has(property)) {
            news.set(property, olds.get(property));
        } else {
            // The same resource gets the same name again after an interrupted create, another one when it is replaced.
            byte[] stable = subject.urn().getBytes(StandardCharsets.UTF_8);
            news.put(property, name(type.autoName(), subject.name(), stable));
            if (taken(type, subject, news)) {
                news.put(property, name(type.autoName(), subject.name(), seed));
            }
        }
        if (type.autoName() == ResourceType.AutoName.RANDOM) {
            news.put(CREATE_BEFORE_DELETE, true);
        }
    }

    private boolean taken(ResourceType type, Backend.Subject subject, ObjectNode news) {
        boolean known = type.pathProperties().stream().allMatch(each -> news.has(each) && !Unknown.is(news.get(each)));
        if (!known) {
            return false;
        }
        String id = type.idOf(subscription(subject.configuration()), news);
        return control.find(id).isPresent() && !unanswered.contains(id);
    }

    static String subscription(ObjectNode configuration) {
        return configuration.path("subscriptionId").asText(Tenant.DEFAULT_SUBSCRIPTION);
    }

    private static String name(ResourceType.AutoName kind, String logicalName, byte[] seed) {
        byte[] digest = sha256(logicalName, seed);
        switch (kind) {
            case COPY:
                return logicalName;
            case UUID:
                return UUID.nameUUIDFromBytes(digest).toString();
            default:
                return logicalName + HexFormat.of().formatHex(digest, 0, 4);
        }
    }

    private static byte[] sha256(String name, byte[] seed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(seed.length > 0 ? seed : UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
            return digest.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fillLocation(Backend.Subject subject, ObjectNode olds, ObjectNode news) {
        if (news.has("location")) {
            return;
        }
        if (olds.has("location")) {
            news.set("location", olds.get("location"));
            return;
        }
        Optional.ofNullable(subject.configuration().get("location"))
                .or(() -> groupLocation(subject, news))
                .ifPresent(location -> news.set("location", location));
    }

    /** Absent while the group is not there yet, as in the first preview. */
    private Optional<JsonNode> groupLocation(Backend.Subject subject, ObjectNode news) {
        if (!news.has("resourceGroupName") || Unknown.is(news.get("resourceGroupName"))) {
            return Optional.empty();
        }
        String id = "/subscriptions/" + subscription(subject.configuration()) + "/resourceGroups/"
                + news.get("resourceGroupName").asText();
        return control.find(id).map(group -> group.outputs().get("location"));
    }
}
