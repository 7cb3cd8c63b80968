package infra.identity;

/** The built-in roles that the platform grants (Microsoft Learn, "Azure built-in roles"). */
public enum Role {
    /** Calls models of an account; cannot change it or read its keys. */
    COGNITIVE_SERVICES_OPENAI_USER("5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"),
    /** Reads images of a registry. */
    ACR_PULL("7f951dda-4ed3-4680-a7ca-43fe172d538d"),
    /** Reads the values of a vault's secrets, certificates with their keys included. */
    KEY_VAULT_SECRETS_USER("4633458b-17de-408a-b874-0445c86b69e6");

    private final String guid;

    Role(String guid) {
        this.guid = guid;
    }

    public String guid() {
        return guid;
    }
}
