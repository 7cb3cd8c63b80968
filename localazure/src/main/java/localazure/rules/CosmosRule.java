package localazure.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.arm.ArmException;
import localazure.arm.ArmId;
import localazure.arm.Rule;

/** A Cosmos DB account or a part of one: one operation per account at a time. Source: that of {@link CosmosAccounts}. */
interface CosmosRule extends Rule {
    @Override
    default String occupies(String id, ObjectNode inputs) {
        return ArmId.top(id);
    }

    @Override
    default ArmException occupied(String account) {
        return CosmosAccounts.occupied(account);
    }
}
