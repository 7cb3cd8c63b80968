package localazure.rules;

import java.util.Locale;
import java.util.Set;

/** Built-in role definitions that assignments may name. Source: Microsoft Learn: Azure built-in roles. */
final class Roles {
    private static final Set<String> GUIDS = Set.of(
            "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", // Cognitive Services OpenAI User
            "a001fd3d-188f-4b5d-821b-7da978bf7442", // Cognitive Services OpenAI Contributor
            "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68", // Cognitive Services Contributor
            "a97b65f3-24c7-4388-baec-2e87135dc908", // Cognitive Services User
            "7f951dda-4ed3-4680-a7ca-43fe172d538d", // AcrPull
            "8311e382-0749-4cb8-b61a-304f252e45ec", // AcrPush
            "c2f4ef07-c644-48eb-af81-4b1b4947fb11", // AcrDelete
            "00482a5a-887f-4fb3-b363-3b7fe8e74483", // Key Vault Administrator
            "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
            "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer
            "a4417e6f-fecd-4de8-b567-7b0420556985", // Key Vault Certificates Officer
            "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba", // Key Vault Certificate User
            "e147488a-f6f5-4113-8e2d-b22465e65bf6", // Key Vault Crypto Service Encryption User
            "43d0d8ad-25c7-4714-9337-8ba259a9fe05", // Monitoring Reader
            "749f88d5-cbae-40b8-bcfc-e573ddc772fa", // Monitoring Contributor
            "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
            "73c42c96-874c-492b-b04d-ab87d138a893", // Log Analytics Reader
            "92aaf0da-9dab-42b6-94a3-d43ce8d16293", // Log Analytics Contributor
            "fbdf93bf-df7d-467e-a4d2-9458aa1360c8", // Cosmos DB Account Reader
            "230815da-be43-4aae-9cb4-875f7bd000aa", // Cosmos DB Operator
            "5bd9cd88-fe45-4216-938b-f97437e15450", // DocumentDB Account Contributor
            "4d97b98b-1d4f-4787-a291-c67834d212e7", // Network Contributor
            "b12aa53e-6015-4669-85d0-8515ebb3ae7f", // Private DNS Zone Contributor
            "f1a07417-d97a-45cb-824c-7a7467783830", // Managed Identity Operator
            "f58310d9-a9f6-439a-9e8d-f62e7b41a168", // Role Based Access Control Administrator
            "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", // User Access Administrator
            "ad2dd5fb-cd4b-4fd4-a9b6-4fed3630980b", // ContainerApp Reader
            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
            "b24988ac-6180-42a0-ab88-20f7382dd24c"); // Contributor

    private Roles() {}

    static boolean known(String guid) {
        return GUIDS.contains(guid.toLowerCase(Locale.ROOT));
    }
}
