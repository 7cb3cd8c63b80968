package localazure.planes.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import localazure.arm.ArmResource;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountAccessTest {
    private static final String CHAT = "/openai/deployments/gpt-5-mini/chat/completions?api-version=2024-10-21";

    private Room room;

    @BeforeEach
    void open(@TempDir Path stateDir) throws Exception {
        room = Room.open(stateDir).withPrivateAccount("one", "eastus", 100);
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void a_principal_with_the_role_is_answered() throws Exception {
        HttpResponse<String> answer = room.post("one", CHAT, Room.chat("Why private endpoints?"));
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("Why private endpoints?"), answer.body());
        assertEquals("East US", answer.headers().firstValue("x-ms-region").orElseThrow());
    }

    @Test
    void a_removed_grant_turns_into_403() throws Exception {
        room.delete(Resources.grant(Resources.OPENAI_USER, Resources.accountId("one")));
        assertRefused(403, "PermissionDenied", room.post("one", CHAT, Room.chat("hello")));
    }

    @Test
    void a_grant_at_the_resource_group_reaches_the_account_and_one_on_a_namesake_does_not() throws Exception {
        room.delete(Resources.grant(Resources.OPENAI_USER, Resources.accountId("one")));
        room.put(Resources.grant(Resources.OPENAI_USER, Resources.accountId("on")));
        assertEquals(403, room.post("one", CHAT, Room.chat("hello")).statusCode());
        room.put(Resources.grant(Resources.OPENAI_USER, Resources.GROUP));
        assertEquals(200, room.post("one", CHAT, Room.chat("hello")).statusCode());
    }

    @Test
    void a_role_that_does_not_carry_the_data_action_is_no_grant() throws Exception {
        room.delete(Resources.grant(Resources.OPENAI_USER, Resources.accountId("one")));
        room.put(Resources.grant("25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68", Resources.accountId("one")));
        assertRefused(403, "PermissionDenied", room.post("one", CHAT, Room.chat("hello")));
    }

    @Test
    void without_the_dns_zone_link_the_public_front_refuses() throws Exception {
        room.delete(Resources.link());
        assertPublicAccessDisabled();
    }

    @Test
    void without_the_zone_group_the_public_front_refuses() throws Exception {
        room.delete(Resources.zoneGroup("one"));
        assertPublicAccessDisabled();
    }

    @Test
    void without_the_private_endpoint_the_public_front_refuses() throws Exception {
        room.delete(Resources.endpoint("one"));
        assertPublicAccessDisabled();
    }

    @Test
    void an_endpoint_of_another_group_does_not_lead_to_the_account() throws Exception {
        ArmResource endpoint = Resources.endpoint("one");
        ((ObjectNode) endpoint.inputs().path("privateLinkServiceConnections").path(0))
                .set("groupIds", Json.array("portal"));
        room.put(endpoint);
        assertPublicAccessDisabled();
    }

    @Test
    void a_disconnected_endpoint_does_not_lead_to_the_account() throws Exception {
        ArmResource endpoint = Resources.endpoint("one");
        ((ObjectNode) endpoint.outputs().at("/privateLinkServiceConnections/0"))
                .set("privateLinkServiceConnectionState", Json.object("status", "Disconnected"));
        room.put(endpoint);
        assertPublicAccessDisabled();
    }

    @Test
    void a_public_account_is_reached_without_an_endpoint() throws Exception {
        room.delete(Resources.endpoint("one"));
        ArmResource account = Resources.account("one", "eastus");
        ((ObjectNode) account.inputs().path("properties")).put("publicNetworkAccess", "Enabled");
        room.put(account);
        assertEquals(200, room.post("one", CHAT, Room.chat("hello")).statusCode());
    }

    @Test
    void names_that_are_no_account_and_no_entra_lead_nowhere() {
        assertThrows(IOException.class, () -> room.post("stranger", CHAT, Room.chat("hello")));
    }

    @Test
    void entra_is_reached_from_inside() throws Exception {
        String url = "https://login.microsoftonline.com/" + localazure.arm.Tenant.ID + "/discovery/v2.0/keys";
        HttpResponse<String> answer = room.inside()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(
                "RSA", Json.read(answer.body()).path("keys").path(0).path("kty").asText());
    }

    @Test
    void tokens_that_are_missing_foreign_or_for_another_audience_get_401() throws Exception {
        for (String token : new String[] {"", "abc", room.token("api://sluice", Resources.PRINCIPAL)}) {
            HttpRequest request = Room.request("one", CHAT, Room.chat("hello"), token);
            HttpResponse<String> answer = room.inside().send(request, HttpResponse.BodyHandlers.ofString());
            assertRefused(401, "401", answer);
        }
    }

    @Test
    void a_key_is_refused_where_keys_are_disabled() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://one.openai.azure.com" + CHAT))
                .header("api-key", "0123")
                .POST(HttpRequest.BodyPublishers.ofString(Room.chat("hello").toString()))
                .build();
        HttpResponse<String> answer = room.inside().send(request, HttpResponse.BodyHandlers.ofString());
        assertRefused(403, "AuthenticationTypeDisabled", answer);
    }

    @Test
    void an_unknown_deployment_gets_404() throws Exception {
        String path = CHAT.replace("gpt-5-mini", "gpt-9");
        assertRefused(404, "DeploymentNotFound", room.post("one", path, Room.chat("hello")));
    }

    @Test
    void the_health_path_answers_anonymously() throws Exception {
        URI uri = URI.create("https://one.openai.azure.com/status-0123456789abcdef");
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        assertEquals(
                200,
                room.inside()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode());
    }

    private void assertPublicAccessDisabled() throws Exception {
        HttpResponse<String> answer = room.post("one", CHAT, Room.chat("hello"));
        assertRefused(403, "403", answer);
        assertEquals(
                "{\"error\":{\"code\":\"403\",\"message\":\"Public access is disabled. Please configure private endpoint.\"}}",
                answer.body());
    }

    private static void assertRefused(int status, String code, HttpResponse<String> answer) {
        JsonNode error = Json.read(answer.body()).path("error");
        assertEquals(
                status + " " + code,
                answer.statusCode() + " " + error.path("code").asText());
    }
}
