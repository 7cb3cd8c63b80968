package infra.openai;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import infra.azure.ResourceGroupRef;
import infra.settings.FilterProfile;

/**
 * Arguments of {@link ContentFilter}.
 *
 * @param accountName the account that has the filter
 * @param after what the account is busy with before
 */
public record ContentFilterArgs(
        ResourceGroupRef group, Output<String> accountName, FilterProfile filter, Resource after) {}
