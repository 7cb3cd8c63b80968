package localazure.rules;

import localazure.arm.ArmId;
import localazure.arm.ResourceStore;

/** What extension resources are set on: a subscription, a group or a resource. */
final class Scopes {
    private Scopes() {}

    static String normal(String scope) {
        return scope.startsWith("/") ? scope : "/" + scope;
    }

    static boolean same(String one, String other) {
        return ArmId.same(normal(one), normal(other));
    }

    static void checkExists(ResourceStore store, String scope) {
        String id = normal(scope);
        boolean subscription = id.split("/").length == 3 && id.startsWith("/subscriptions/");
        if (!subscription && store.find(id).isEmpty()) {
            throw Refuse.notFound("ResourceNotFound", "The Resource '%s' was not found.", id);
        }
    }
}
