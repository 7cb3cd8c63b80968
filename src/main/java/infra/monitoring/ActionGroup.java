package infra.monitoring;

import com.pulumi.azurenative.insights.inputs.EmailReceiverArgs;
import com.pulumi.azurenative.insights.inputs.WebhookReceiverArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Tells people and systems that an alert has fired or is resolved. Without receivers, alerts are seen in Azure alone. */
public final class ActionGroup extends ComponentResource {

    private static final String TYPE = "infra:monitoring:ActionGroup";

    /** Sender of the messages: at most 12 characters. */
    private static final String SHORT_NAME = "sluice";

    private final Output<String> resourceId;
    private final Output<String> name;

    public ActionGroup(String name, ActionGroupArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var group = new com.pulumi.azurenative.insights.ActionGroup(
                name + "-receivers",
                com.pulumi.azurenative.insights.ActionGroupArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location("Global")
                        .groupShortName(SHORT_NAME)
                        .enabled(true)
                        .emailReceivers(emails(args.receivers().emails()))
                        .webhookReceivers(webhooks(args.receivers().webhooks()))
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
        this.resourceId = group.id();
        this.name = group.name();
        registerOutputs(Map.of("resourceId", resourceId));
    }

    private static List<EmailReceiverArgs> emails(List<String> addresses) {
        return addresses.stream()
                .map(address -> EmailReceiverArgs.builder()
                        .name(address)
                        .emailAddress(address)
                        .useCommonAlertSchema(true)
                        .build())
                .toList();
    }

    private static List<WebhookReceiverArgs> webhooks(List<String> addresses) {
        return IntStream.range(0, addresses.size())
                .mapToObj(index -> WebhookReceiverArgs.builder()
                        // Names are unique within the group; an address may be longer than a name.
                        .name("webhook " + (index + 1))
                        .serviceUri(addresses.get(index))
                        .useCommonAlertSchema(true)
                        .build())
                .toList();
    }

    public Output<String> resourceId() {
        return resourceId;
    }

    public Output<String> name() {
        return name;
    }

    public ActionGroupRef ref() {
        return new ActionGroupRef(resourceId);
    }
}
