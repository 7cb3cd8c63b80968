package infra.settings;

import infra.settings.Settings.Certificate;
import infra.settings.Settings.FrontEnd;
import infra.settings.Settings.Gateway;
import infra.settings.Settings.Replicas;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses the gateway's settings. */
final class GatewayParser {

    private static final Pattern HOST =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern VAULT_ID = Pattern.compile(
            "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.KeyVault/vaults/[^/]+",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9-]{1,127}");

    private final Section section;

    GatewayParser(Section section) {
        this.section = section;
    }

    Gateway gateway() {
        var word = section.text("frontEnd", "public", Set.of("public", "private")::contains, "public or private");
        var frontEnd = FrontEnd.valueOf(word.toUpperCase(Locale.ROOT));
        var named = section.has("hostName");
        var hostName = section.optional("hostName", HOST, "a host name in lower case such as ai.example.com");
        var certificate = certificate(section.section("certificate"));
        if (!named && frontEnd == FrontEnd.PRIVATE) {
            section.fault("hostName", "absent", "a host name: a private front end has none of its own");
        } else if (!named && certificate instanceof Certificate.Adopt) {
            section.fault("hostName", "absent", "a host name that the adopted certificate carries");
        }
        var direct = section.text("directPath", "false", Set.of("true", "false")::contains, "true or false");
        var gateway = new Gateway(
                frontEnd,
                hostName.filter(text -> !text.isEmpty()),
                certificate,
                Boolean.parseBoolean(direct),
                section.number("requestsPerMinutePerClient", 600, 1, 1_000_000, " requests/min"),
                section.number("zones", 3, 0, 3, ""),
                instances(section.section("instances")));
        section.close();
        return gateway;
    }

    private static Certificate certificate(Section section) {
        var adopts = section.has("vaultId") || section.has("secretName");
        var certificate = adopts
                ? new Certificate.Adopt(
                        section.text("vaultId", VAULT_ID, "the resource id of a Key Vault"),
                        section.text("secretName", SECRET, "1 to 127 letters, digits and '-'"))
                : new Certificate.Generated();
        section.close();
        return certificate;
    }

    private static Replicas instances(Section section) {
        var min = section.number("min", 1, 0, 100, "");
        // A gateway scales to two at least (Azure/bicep-types-az, network/2023-02-01).
        var least = Math.max(2, min);
        var instances = new Replicas(min, section.number("max", Math.max(least, 10), least, 125, ""));
        section.close();
        return instances;
    }
}
