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
        return root.sectionInsteadOfNone("callers", "tenantId and audience")
                .<ProxyConfig.Callers>map(section -> entra(section, screening))
                .orElseGet(ProxyConfig.Callers.Anyone::new);
    }

    private static ProxyConfig.Callers.Entra entra(Section callers, Screening screening) {
        try (callers) {
            var tenant = callers.text("tenantId");
            return new ProxyConfig.Callers.Entra(
                    tenant,
                    callers.text("audience"),
                    callers.text("issuer", ENTRA + tenant + "/v2.0"),
                    Urls.url(
                            callers,
                            "jwksUri",
                            callers.text("jwksUri", ENTRA + tenant + "/discovery/v2.0/keys"),
                            false),
                    callers.optionalText("requiredRole"),
                    Duration.ofSeconds(callers.integer("clockSkewSeconds", 0, 300, 60)),
                    profiles(callers, screening));
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
