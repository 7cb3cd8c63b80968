package infra.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * The names that are contracts: those that are part of a host name or of another resource's configuration. All others are
 * left to Pulumi. A name is readable and ends in a short hash of organisation, project, stack and generation, so that two
 * stacks never meet in a global name and a raised generation leaves every old name behind.
 *
 * <p>Lengths and characters: Microsoft Learn, "Naming rules and restrictions for Azure resources".
 */
public final class NamePlan {

    private static final int HASH = 6;

    private final String base;
    private final String hash;

    private NamePlan(String base, String hash) {
        this.base = base;
        this.hash = hash;
    }

    /** @param generation raised when a soft-deleted resource blocks a name */
    public static NamePlan of(String organization, String project, String stack, int generation) {
        var identity = String.join("/", organization, project, stack, String.valueOf(generation));
        return new NamePlan(slug(project + "-" + stack), hash(identity));
    }

    /** Name and sub-domain of an OpenAI account: global, and at most 63 characters as a label of its host name. */
    public String account(String account) {
        return fit(base, 63 - HASH - 2 - account.length()) + "-" + account.toLowerCase(Locale.ROOT) + "-" + hash;
    }

    /** Name of the container registry: 5 to 50 letters and digits, global. */
    public String registry() {
        return fit(base.replace("-", ""), 50 - HASH) + hash;
    }

    /** Name of the prompt log's account, the first label of its host name: 3 to 44 lower-case characters, global. */
    public String promptLog() {
        return fit(base, 44 - "-log-".length() - HASH) + "-log-" + hash;
    }

    /** Name of the Container Apps environment: up to 60 characters. */
    public String environment() {
        return fit(base, 60 - HASH - 1) + "-" + hash;
    }

    /** Name of the proxy's container app, the first label of its host name: 2 to 32 lower-case characters. */
    public String proxyApp() {
        return fit(base, 32 - "-proxy".length()) + "-proxy";
    }

    /** Name of the workbook: a GUID. */
    public String workbook() {
        return UUID.nameUUIDFromBytes((base + "-" + hash + "/workbook").getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Name of the gateway, fixed because its children refer to each other by id: up to 80 characters. */
    public String gateway() {
        return fit(base, 80 - "-gateway".length()) + "-gateway";
    }

    /** DNS label of the gateway's public address, unique in its region: 3 to 63 characters, a letter first. */
    public String gatewayLabel() {
        return fit(base, 63 - HASH - 1) + "-" + hash;
    }

    /** Name of the vault of a generated certificate: 3 to 24 letters, digits and single dashes, global. */
    public String vault() {
        return fit(base, 24 - HASH - 1) + "-" + hash;
    }

    private static String fit(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length).replaceAll("-+$", "");
    }

    /** Lower-case letters, digits and single dashes, beginning with a letter and ending in a letter or a digit. */
    private static String slug(String text) {
        var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.matches("[a-z].*") ? slug : ("s-" + slug).replaceAll("-$", "");
    }

    private static String hash(String identity) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
