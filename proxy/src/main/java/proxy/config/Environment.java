package proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the platform tells the process by environment variables.
 *
 * @param identityEndpoint URL of the managed-identity endpoint, as Container Apps sets it
 * @param identityHeader secret that the endpoint asks for; never printed
 * @param httpsProxy egress proxy for every TLS connection
 * @param responseKey what the ids of stored responses are signed with, the same in every replica; never printed
 * @param extraAuthorities PEM file of certificate authorities that are trusted beside the JDK's
 */
public record Environment(
        ProxyConfig config,
        Optional<URI> identityEndpoint,
        Optional<Secret> identityHeader,
        Optional<Secret> responseKey,
        Optional<URI> httpsProxy,
        Optional<Path> extraAuthorities) {

    private static final int KEY_CHARACTERS = 32;
    private static final Map<String, String> LISTEN = Map.of(
            "PROXY_LISTEN_HOST", "host",
            "PROXY_LISTEN_PORT", "port",
            "PROXY_LISTEN_MANAGEMENT_PORT", "managementPort");

    /**
     * Reads the variables.
     *
     * @throws ConfigException when they, or the document they name, cannot be used
     */
    public static Environment read(Map<String, String> variables) {
        var config = ConfigParser.parse(
                document(variables),
                listen(variables),
                name -> ConfigFiles.named(file(variables), name),
                value(variables, "PROXY_WORDS"));
        var environment = new Environment(
                config,
                value(variables, "IDENTITY_ENDPOINT").map(text -> uri("IDENTITY_ENDPOINT", text)),
                value(variables, "IDENTITY_HEADER").map(Secret::new),
                value(variables, "PROXY_RESPONSE_KEY").map(Secret::new),
                value(variables, "HTTPS_PROXY").map(text -> uri("HTTPS_PROXY", text)),
                value(variables, "SSL_CERT_FILE").map(Path::of));
        environment.check();
        return environment;
    }

    /** The file that the configuration is read from, empty when it is in the variables themselves. */
    public static Optional<Path> file(Map<String, String> variables) {
        return value(variables, "PROXY_CONFIG").isPresent()
                ? Optional.empty()
                : value(variables, "PROXY_CONFIG_FILE").map(Path::of);
    }

    /** A value that must not be printed. */
    public record Secret(String value) {

        int length() {
            return value.length();
        }

        /** Whether a field of HTTP can carry it as it is. */
        boolean isVisible() {
            return value.matches("[!-~]+");
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    private void check() {
        var managed = config.credential() instanceof ProxyConfig.Credential.ManagedIdentity;
        if (managed && (identityEndpoint.isEmpty() || identityHeader.isEmpty())) {
            throw fault(
                    "IDENTITY_ENDPOINT, IDENTITY_HEADER", "missing", "set, because credential is a managed identity");
        }
        identityHeader.ifPresent(header -> {
            if (!header.isVisible()) {
                throw fault(
                        "IDENTITY_HEADER", header.length() + " characters", "visible ASCII, no line break among it");
            }
        });
        responseKey.ifPresent(key -> {
            if (key.length() < KEY_CHARACTERS) {
                throw fault(
                        "PROXY_RESPONSE_KEY",
                        key.length() + " characters",
                        KEY_CHARACTERS + " or more that nobody can guess");
            }
        });
        extraAuthorities.ifPresent(file -> {
            if (!Files.isReadable(file)) {
                throw fault("SSL_CERT_FILE", file.toString(), "a readable PEM file");
            }
        });
    }

    private static String document(Map<String, String> variables) {
        var inline = value(variables, "PROXY_CONFIG");
        if (inline.isPresent()) {
            return inline.get();
        }
        var file = value(variables, "PROXY_CONFIG_FILE")
                .orElseThrow(() -> fault(
                        "PROXY_CONFIG", "missing", "the configuration document, or its path in PROXY_CONFIG_FILE"));
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw fault("PROXY_CONFIG_FILE", file, "a readable UTF-8 file");
        }
    }

    private static JsonNode listen(Map<String, String> variables) {
        var listen = JsonNodeFactory.instance.objectNode();
        LISTEN.forEach((variable, key) -> value(variables, variable).ifPresent(text -> {
            if (!key.equals("host") && text.matches("\\d{1,9}")) {
                listen.put(key, Integer.parseInt(text));
            } else {
                listen.put(key, text);
            }
        }));
        return listen;
    }

    private static URI uri(String variable, String text) {
        try {
            var uri = URI.create(text);
            if ("http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && (uri.getPort() > 0 || uri.getRawPath().length() > 1)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, with the rule.
        }
        throw fault(variable, text, "http://HOST:PORT");
    }

    private static Optional<String> value(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank());
    }

    private static ConfigException fault(String key, String seen, String expected) {
        return new ConfigException(List.of(key + ": " + seen + " (expected: " + expected + ")"));
    }
}
