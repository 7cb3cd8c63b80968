package infra.promptlog;

import infra.azure.GeographyStamp;
import infra.azure.ResourceGroupRef;
import infra.identity.IdentityRef;
import infra.monitoring.WorkspaceRef;
import infra.network.PrivatePlaceRef;
import infra.settings.Settings;

/**
 * Arguments of {@link PromptLog}.
 *
 * @param accountName first label of its host name, global
 * @param stamp where it is, and where the data of all callers may be; becomes tags
 * @param writer the one identity that may add records
 * @param protect whether the engine refuses to delete the account and what it holds
 */
public record PromptLogArgs(
        ResourceGroupRef group,
        String accountName,
        Settings.PromptLog settings,
        GeographyStamp stamp,
        IdentityRef writer,
        PrivatePlaceRef place,
        WorkspaceRef workspace,
        boolean protect) {

    public PromptLogArgs {
        if (!accountName.matches("(?=.{3,44}$)[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("accountName: " + accountName
                    + " (expected: 3 to 44 lower-case letters, digits and single '-' inside)");
        }
        if (settings.retentionDays() < 1) {
            throw new IllegalArgumentException(
                    "retentionDays: " + settings.retentionDays() + " (expected: 1 or more; nothing is kept for ever)");
        }
        if (settings.maxRequestUnits() < 1000 || settings.maxRequestUnits() % 1000 != 0) {
            throw new IllegalArgumentException(
                    "maxRequestUnits: " + settings.maxRequestUnits() + " (expected: 1000 or more, in steps of 1000)");
        }
    }
}
