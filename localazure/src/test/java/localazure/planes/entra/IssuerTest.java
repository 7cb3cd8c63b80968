package localazure.planes.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import localazure.arm.Tenant;
import localazure.planes.Json;
import localazure.testkit.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerTest {
    private static final List<String> AUDIENCES = List.of("api://sluice");

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private Issuer issuer;

    @BeforeEach
    void open() throws Exception {
        issuer = Issuer.in(folder, clock);
    }

    @Test
    void a_token_carries_the_claims_of_version_2() {
        String token = issuer.callerToken("api://sluice", "ada", List.of("Chat.User"), Duration.ofMinutes(10));
        JsonNode claims =
                Json.read(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
        long now = clock.instant().getEpochSecond();
        JsonNode expected = Json.object(
                "aud",
                "api://sluice",
                "iss",
                "https://login.microsoftonline.com/" + Tenant.ID + "/v2.0",
                "sub",
                "ada",
                "oid",
                "ada",
                "tid",
                Tenant.ID,
                "ver",
                "2.0",
                "roles",
                List.of("Chat.User"),
                "iat",
                now,
                "nbf",
                now,
                "exp",
                now + 600);
        assertEquals(Json.read(expected.toString()), claims);
    }

    @Test
    void the_bearer_of_a_good_token_is_known() {
        assertEquals(Optional.of("ada"), issuer.bearer(token(), AUDIENCES));
    }

    @Test
    void a_token_outlives_a_restart_and_not_its_time() throws Exception {
        String token = token();
        Issuer restarted = Issuer.in(folder, clock);
        clock.advance(Duration.ofSeconds(599));
        assertEquals(Optional.of("ada"), restarted.bearer(token, AUDIENCES));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), restarted.bearer(token, AUDIENCES));
    }

    @Test
    void tokens_of_another_key_audience_or_with_changed_claims_are_nobodys(@TempDir Path other) throws Exception {
        assertEquals(Optional.empty(), Issuer.in(other, clock).bearer(token(), AUDIENCES));
        assertEquals(Optional.empty(), issuer.bearer(token(), List.of("https://cognitiveservices.azure.com")));
        String[] parts = token().split("\\.");
        String claims =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("ada", "eve");
        String forged = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.empty(), issuer.bearer(forged + "." + parts[2], AUDIENCES));
        assertEquals(Optional.empty(), issuer.bearer(forged + ".", AUDIENCES));
    }

    private String token() {
        return issuer.callerToken("api://sluice", "ada", List.of(), Duration.ofMinutes(10));
    }
}
