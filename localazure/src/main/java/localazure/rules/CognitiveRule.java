package localazure.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.arm.ArmId;
import localazure.arm.Rule;

/**
 * A Cognitive Services account or a part of one: one operation per account at a time. Source:
 * hashicorp/terraform-provider-azurerm 22607.
 */
interface CognitiveRule extends Rule {
    @Override
    default String occupies(String id, ObjectNode inputs) {
        return ArmId.top(id);
    }
}
