package localazure.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import localazure.engine.Backend;
import localazure.engine.Unknown;
import localazure.rules.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
    private static List<String> faults(String token, String inputs) {
        Token parsed = Token.parse("azure-native:" + token);
        return Schema.check(parsed.plain(), parsed.apiVersion(), World.json(inputs)).stream()
                .map(Backend.Failure::property)
                .toList();
    }

    @Test
    void good_inputs_have_no_fault() {
        assertEquals(List.of(), faults("network:VirtualNetwork", """
                {resourceGroupName: 'rg', addressSpace: {addressPrefixes: ['10.0.0.0/16']},
                 subnets: [{name: 'a', addressPrefix: '10.0.0.0/24'}], tags: {a: 'b'}, __createBeforeDelete: true}"""));
    }

    @Test
    void every_fault_is_told_by_its_path() {
        assertEquals(
                List.of("subnets[0].addressPrefixx", "tags.a", "location", "colour", "resourceGroupName"),
                faults("network:VirtualNetwork", """
                        {subnets: [{addressPrefixx: '10.0.0.0/24'}], tags: {a: 1}, location: 7, colour: 'red'}"""));
    }

    @Test
    void a_fault_carries_azures_code_and_says_what_is_expected() {
        String reason = Schema.check("azure-native:resources:ResourceGroup", "", World.json("{colour: 'red'}"))
                .get(0)
                .reason();
        assertTrue(reason.startsWith("Code=\"InvalidRequestContent\" Message=\"colour: unknown property"), reason);
        assertTrue(reason.contains("location"), reason);
    }

    @ParameterizedTest
    @CsvSource({
        "{properties: {model: []}}, properties.model",
        "{sku: {name: 'Standard'; capacity: 'ten'}}, sku.capacity",
        "{sku: 'Standard'}, sku",
        "{sku: {capacity: 1}}, sku.name",
    })
    void kinds_and_required_properties_are_checked_inside_objects(String rest, String fault) {
        String inputs = "{accountName: 'a', resourceGroupName: 'rg', "
                + rest.substring(1).replace(';', ',');
        assertEquals(List.of(fault), faults("cognitiveservices:Deployment", inputs));
    }

    @Test
    void unknown_values_are_accepted_anywhere() {
        String unknown = Unknown.VALUE.asText();
        assertEquals(
                List.of(),
                faults(
                        "network:VirtualNetwork",
                        "{resourceGroupName: '" + unknown + "', subnets: '" + unknown
                                + "', addressSpace: {addressPrefixes: ['" + unknown + "']}}"));
    }

    @Test
    void a_newer_api_version_knows_more() {
        String app = """
                {resourceGroupName: 'rg', workloadProfileName: 'Consumption',
                 template: {terminationGracePeriodSeconds: 30}}""";
        assertEquals(List.of(), faults("app/v20230501:ContainerApp", app));
        assertEquals(
                List.of("workloadProfileName", "template.terminationGracePeriodSeconds"),
                faults("app:ContainerApp", app));
        String environment = "{resourceGroupName: 'rg', workloadProfiles: [{name: 'c', workloadProfileType: 'C'}]}";
        assertEquals(List.of(), faults("app/v20230501:ManagedEnvironment", environment));
        assertEquals(3, faults("app:ManagedEnvironment", environment).size());
    }

    @Test
    void additions_have_a_kind() {
        assertEquals(List.of("template.terminationGracePeriodSeconds"), faults("app/v20230501:ContainerApp", """
                        {resourceGroupName: 'rg', template: {terminationGracePeriodSeconds: 'long'}}"""));
    }
}
