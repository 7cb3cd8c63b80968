package localazure.planes.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import localazure.planes.testkit.TestImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerTest {
    private static final String REPOSITORY = "/v2/images.azurecr.io/proxy";
    private static final byte[] BLOB = "a layer of bytes".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path stateDir;

    private Room room;

    @BeforeEach
    void open() throws Exception {
        room = Room.open(stateDir).put(Resources.registry("images"));
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void it_says_that_it_speaks_version_2() throws Exception {
        HttpResponse<byte[]> answer = send("GET", "/v2/", new byte[0]);
        assertEquals(200, answer.statusCode());
        assertEquals(
                "registry/2.0",
                answer.headers().firstValue("docker-distribution-api-version").orElse(""));
    }

    @Test
    void a_blob_sent_in_pieces_is_read_back_whole_and_in_part() throws Exception {
        String location = begin("");
        location = header(send("PATCH", location, "a layer ".getBytes(StandardCharsets.UTF_8)), 202, "location");
        location = header(send("PATCH", location, "of bytes".getBytes(StandardCharsets.UTF_8)), 202, "location");
        assertEquals("0-15", header(send("GET", location, new byte[0]), 204, "range"));
        header(send("PUT", location + "?digest=" + Digest.of(BLOB), new byte[0]), 201, "location");
        assertArrayEquals(BLOB, send("GET", blob(), new byte[0]).body());
        assertEquals("16", header(send("HEAD", blob(), new byte[0]), 200, "content-length"));
        HttpRequest part = request(blob()).header("range", "bytes=2-6").build();
        HttpResponse<String> answer = room.direct().send(part, HttpResponse.BodyHandlers.ofString());
        assertEquals("206 layer", answer.statusCode() + " " + answer.body());
    }

    @Test
    void bytes_that_do_not_have_the_digest_are_refused_and_forgotten() throws Exception {
        byte[] other = "other bytes".getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = send("PUT", begin("") + "?digest=" + Digest.of(BLOB), other);
        assertError(400, "DIGEST_INVALID", answer);
        assertError(404, "BLOB_UNKNOWN", send("GET", blob(), new byte[0]));
    }

    @Test
    void a_mount_is_answered_by_a_plain_upload() throws Exception {
        assertTrue(begin("?mount=" + Digest.of(BLOB) + "&from=images.azurecr.io/other")
                .startsWith(REPOSITORY));
    }

    @Test
    void a_registry_that_is_no_resource_is_unknown() throws Exception {
        assertError(404, "NAME_UNKNOWN", send("POST", "/v2/stranger.azurecr.io/proxy/blobs/uploads/", new byte[0]));
    }

    @Test
    void a_manifest_is_found_by_tag_and_by_digest_with_its_media_type() throws Exception {
        String image = TestImage.push(room, "images.azurecr.io", "proxy", List.of("/run"), List.of(), BLOB);
        String digest = image.substring(image.indexOf('@') + 1);
        HttpResponse<byte[]> byTag = send("GET", REPOSITORY + "/manifests/latest", new byte[0]);
        assertEquals(digest, header(byTag, 200, "docker-content-digest"));
        assertEquals("application/vnd.oci.image.manifest.v1+json", header(byTag, 200, "content-type"));
        assertArrayEquals(
                byTag.body(),
                send("GET", REPOSITORY + "/manifests/" + digest, new byte[0]).body());
        String tags =
                new String(send("GET", REPOSITORY + "/tags/list", new byte[0]).body(), StandardCharsets.UTF_8);
        assertEquals("{\"name\":\"images.azurecr.io/proxy\",\"tags\":[\"latest\"]}", tags);
    }

    @Test
    void a_manifest_of_blobs_that_were_never_pushed_is_refused() throws Exception {
        byte[] manifest = Json.object(
                        "config", Json.object("digest", Digest.of(BLOB).toString()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        assertError(404, "MANIFEST_BLOB_UNKNOWN", send("PUT", REPOSITORY + "/manifests/latest", manifest));
        assertError(404, "MANIFEST_UNKNOWN", send("GET", REPOSITORY + "/manifests/latest", new byte[0]));
    }

    @Test
    void images_outlive_a_restart_and_not_their_registry() throws Exception {
        TestImage.push(room, "images.azurecr.io", "proxy", List.of("/run"), List.of(), BLOB);
        room.close();
        room = Room.reopen(stateDir, room.store);
        assertEquals(
                200, send("GET", REPOSITORY + "/manifests/latest", new byte[0]).statusCode());
        room.delete(Resources.registry("images"));
        assertFalse(Files.exists(stateDir.resolve("registry/images.azurecr.io")));
    }

    @Test
    void paths_cannot_leave_the_registry() throws Exception {
        for (String path : List.of("/v2/images.azurecr.io/../x/manifests/latest", REPOSITORY + "/manifests/..")) {
            try (Socket socket = new Socket("127.0.0.1", URI.create(url("/")).getPort())) {
                String request = "GET " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
            }
        }
    }

    @Test
    void a_client_that_tries_tls_first_is_turned_away_at_once() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", URI.create(url("/")).getPort())) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 5});
            socket.setSoTimeout(10_000);
            assertEquals(-1, socket.getInputStream().read());
        } catch (java.net.SocketException e) {
            assertTrue(e.getMessage().contains("reset"), e.getMessage());
        }
    }

    private String begin(String query) throws Exception {
        return header(send("POST", REPOSITORY + "/blobs/uploads/" + query, new byte[0]), 202, "location");
    }

    private static String blob() {
        return REPOSITORY + "/blobs/" + Digest.of(BLOB);
    }

    private String url(String path) {
        return "http://" + room.planes.registryAddress() + path;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)));
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body) throws Exception {
        HttpRequest request =
                request(path).method(method, BodyPublishers.ofByteArray(body)).build();
        return room.direct().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<byte[]> answer, int status, String name) {
        assertEquals(status, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        return answer.headers().firstValue(name).orElseThrow();
    }

    private static void assertError(int status, String code, HttpResponse<byte[]> answer) {
        String found = Json.read(new String(answer.body(), StandardCharsets.UTF_8))
                .at("/errors/0/code")
                .asText();
        assertEquals(status + " " + code, answer.statusCode() + " " + found);
    }
}
