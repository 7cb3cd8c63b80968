package proxy.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads the base of the URLs of another host. */
final class Urls {

    private Urls() {}

    /** A token must not travel in the clear, so plain HTTP is for this machine, or for upstreams that get none. */
    static URI url(Section section, String key, String text, boolean plainAllowed) {
        if (!text.isEmpty()) {
            try {
                var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
                var plain = "http".equals(uri.getScheme())
                        && uri.getHost() != null
                        && (plainAllowed || Loopback.is(uri.getHost()));
                var bare = uri.getHost() != null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null
                        && uri.getUserInfo() == null;
                if (bare && (plain || "https".equals(uri.getScheme()))) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Reported below, with the rule.
            }
            section.fault(
                    key,
                    text,
                    "an https:// URL without user, query or fragment; http:// only to loopback or, for accounts, with credential none");
        }
        return URI.create("https://invalid");
    }
}
