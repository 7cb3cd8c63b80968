package infra.monitoring;

import infra.azure.ResourceGroupRef;
import java.util.Optional;

/**
 * Arguments of {@link Workspace}.
 *
 * @param dailyCapGigabytes after which a day's logs are no longer taken; no cap when empty
 * @param protect whether the engine refuses to delete it
 */
public record WorkspaceArgs(
        ResourceGroupRef group, int retentionDays, Optional<Integer> dailyCapGigabytes, boolean protect) {

    public WorkspaceArgs {
        if (retentionDays < 30 || retentionDays > 730) {
            throw new IllegalArgumentException("retentionDays: " + retentionDays + " (expected: 30 to 730)");
        }
        if (dailyCapGigabytes.filter(gigabytes -> gigabytes < 1).isPresent()) {
            throw new IllegalArgumentException(
                    "dailyCapGigabytes: " + dailyCapGigabytes.orElseThrow() + " (expected: 1 or more)");
        }
    }
}
