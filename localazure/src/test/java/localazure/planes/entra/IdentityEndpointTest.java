package localazure.planes.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.net.HttpServer;
import localazure.planes.net.Listener;
import localazure.planes.testkit.MemoryStore;
import localazure.planes.testkit.Resources;
import localazure.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityEndpointTest {
    private static final String RESOURCE = "https://cognitiveservices.azure.com";
    private static final String GOOD =
            "/msi/token?api-version=2019-08-01&resource=" + RESOURCE + "&client_id=" + Resources.CLIENT;

    private static final String SECRET = "of the app";

    private final ManualClock clock = new ManualClock();
    private Issuer issuer;
    private IdentityEndpoint endpoint;
    private Listener listener;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        MemoryStore store = new MemoryStore();
        store.put(Resources.identity());
        issuer = Issuer.in(folder, clock);
        endpoint = new IdentityEndpoint(new Arm(store), issuer, clock);
        listener = HttpServer.plain("identity", 0, endpoint);
        endpoint.attach(SECRET, Set.of(Resources.IDENTITY));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void an_attached_identity_gets_a_token_of_its_own() throws Exception {
        HttpResponse<String> answer = get(GOOD, SECRET);
        assertEquals(200, answer.statusCode(), answer.body());
        var body = Json.read(answer.body());
        assertEquals(
                Optional.of(Resources.PRINCIPAL),
                issuer.bearer(body.path("access_token").asText(), List.of(RESOURCE)));
        assertEquals(
                "\"" + (clock.instant().getEpochSecond() + 86_400) + "\"",
                body.path("expires_on").toString());
        assertEquals(RESOURCE, body.path("resource").asText());
        assertEquals("Bearer", body.path("token_type").asText());
        assertEquals(Resources.CLIENT, body.path("client_id").asText());
    }

    @Test
    void the_identity_may_be_named_in_each_of_three_ways() throws Exception {
        String bare = GOOD.replaceFirst("&client_id=.*", "");
        assertEquals(
                200, get(bare + "&principal_id=" + Resources.PRINCIPAL, SECRET).statusCode());
        assertEquals(
                200, get(bare + "&object_id=" + Resources.PRINCIPAL, SECRET).statusCode());
        assertEquals(200, get(bare + "&mi_res_id=" + Resources.IDENTITY, SECRET).statusCode());
        assertEquals(400, get(bare, SECRET).statusCode());
    }

    @Test
    void a_wrong_version_or_a_missing_resource_is_a_bad_request() throws Exception {
        assertEquals(400, get(GOOD.replace("2019-08-01", "2018-02-01"), SECRET).statusCode());
        assertEquals(400, get(GOOD.replace("resource", "audience"), SECRET).statusCode());
    }

    @Test
    void only_an_app_with_its_secret_is_answered() throws Exception {
        assertEquals(401, get(GOOD, "guess").statusCode());
        endpoint.detach(SECRET);
        assertEquals(401, get(GOOD, SECRET).statusCode());
    }

    @Test
    void an_identity_of_another_app_is_refused() throws Exception {
        endpoint.attach("other", Set.of());
        assertEquals(400, get(GOOD, "other").statusCode());
    }

    private HttpResponse<String> get(String path, String header) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + listener.port() + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("x-identity-header", header).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
