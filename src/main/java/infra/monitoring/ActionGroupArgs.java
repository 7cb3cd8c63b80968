package infra.monitoring;

import infra.azure.ResourceGroupRef;
import infra.settings.Settings;

/**
 * Arguments of {@link ActionGroup}.
 *
 * @param receivers who is told; nobody is allowed
 */
public record ActionGroupArgs(ResourceGroupRef group, Settings.Alerts receivers) {}
