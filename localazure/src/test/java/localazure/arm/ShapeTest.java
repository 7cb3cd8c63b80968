package localazure.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.engine.Unknown;
import localazure.rules.World;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final String NETWORK = "azure-native:network:VirtualNetwork";
    private static final String APP = "azure-native:app:ContainerApp";

    @Test
    void an_answer_lacks_what_the_sdk_does_not_know_and_has_what_it_requires() {
        ObjectNode answer = Shape.answer(NETWORK, "", World.json("""
                {id: '/n', name: 'n', resourceGroupName: 'rg', subnets: [{name: 's', colour: 'red'}]}"""));
        assertFalse(answer.has("resourceGroupName"));
        assertFalse(answer.at("/subnets/0").has("colour"));
        assertTrue(answer.at("/subnets/0/etag").isTextual());
        assertTrue(answer.at("/subnets/0/privateEndpoints").isArray());
        assertEquals("/n", answer.get("id").asText());
    }

    @Test
    void an_answer_keeps_what_a_newer_api_version_added() {
        String inputs = "{id: '/a', workloadProfileName: 'C', template: {terminationGracePeriodSeconds: 30}}";
        ObjectNode newer = Shape.answer(APP, "v20230501", World.json(inputs));
        assertEquals(30, newer.at("/template/terminationGracePeriodSeconds").asInt());
        assertEquals("C", newer.path("workloadProfileName").asText());
        assertFalse(Shape.answer(APP, "", World.json(inputs)).has("workloadProfileName"));
    }

    @Test
    void a_preview_knows_the_inputs_and_nothing_that_azure_computes() {
        ObjectNode preview = Shape.preview(NETWORK, "", World.json("{location: 'japaneast', subnets: [{name: 's'}]}"));
        assertEquals("japaneast", preview.get("location").asText());
        assertEquals("s", preview.at("/subnets/0/name").asText());
        assertTrue(Unknown.is(preview.at("/subnets/0/etag")));
        assertTrue(Unknown.is(preview.get("resourceGuid")));
    }

    @Test
    void an_update_preview_keeps_what_was_computed_unless_its_input_is_unknown() {
        ObjectNode before = World.json("{a: 'old', b: 'old', l: [{name: 'x', id: 'i'}]}");
        String unknown = Unknown.VALUE.asText();
        ObjectNode after = World.json("{a: '" + unknown + "', b: '" + unknown + "', l: [{name: 'y', id: '" + unknown
                + "'}, {name: 'x', id: '" + unknown + "'}]}");
        ObjectNode inputs = World.json("{b: '" + unknown + "', l: [{name: 'y'}, {name: 'x'}]}");
        ObjectNode known = Known.from(before, after, inputs);
        assertEquals("old", known.get("a").asText());
        assertTrue(Unknown.is(known.get("b")));
        assertTrue(Unknown.is(known.at("/l/0/id")));
        assertEquals("i", known.at("/l/1/id").asText());
    }
}
