package proxy.config;

import java.time.Duration;
import java.util.List;

/** Reads who may call, and how a call shows it. */
final class CallersParser {

    private static final String ENTRA = "https://login.microsoftonline.com/";

    private CallersParser() {}

    static ProxyConfig.Callers callers(Section root, ProxyConfig.Listen listen, Screening screening) {
        if (root.saysNone("callers")) {
            Loopback.only(root, "callers", listen);
            return new ProxyConfig.Callers.Anyone();
        }
        try (var section = root.section("callers")) {
            var tenant = section.text("tenantId");
            return new ProxyConfig.Callers.Entra(
                    tenant,
                    section.text("audience"),
                    section.text("issuer", ENTRA + tenant + "/v2.0"),
                    Urls.url(
                            section,
                            "jwksUri",
                            section.text("jwksUri", ENTRA + tenant + "/discovery/v2.0/keys"),
                            false),
                    section.optionalText("requiredRole"),
                    Duration.ofSeconds(section.integer("clockSkewSeconds", 0, 300, 60)),
                    profiles(section, screening));
        }
    }

    private static List<ProxyConfig.Profile> profiles(Section callers, Screening screening) {
        if (!callers.has("profiles")) {
            return List.of();
        }
        var profiles = callers.each("profiles", 0, each -> ProfileParser.profile(each, screening));
        callers.distinct(
                "profiles", profiles.stream().map(ProxyConfig.Profile::name).toList());
        return profiles;
    }
}
