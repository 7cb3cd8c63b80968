package localazure.arm;

/**
 * A Pulumi type token.
 *
 * @param plain the token without its version segment, for instance {@code azure-native:app:ContainerApp}
 * @param apiVersion the version segment, for instance {@code v20230501}, or empty
 */
public record Token(String plain, String apiVersion) {
    public static Token parse(String type) {
        String[] parts = type.split(":");
        if (parts.length != 3) {
            return new Token(type, "");
        }
        int slash = parts[1].indexOf('/');
        return slash < 0
                ? new Token(type, "")
                : new Token(
                        parts[0] + ":" + parts[1].substring(0, slash) + ":" + parts[2], parts[1].substring(slash + 1));
    }
}
