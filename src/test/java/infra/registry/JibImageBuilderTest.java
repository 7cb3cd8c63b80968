package infra.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JibImageBuilderTest {

    private static final String IMAGES = "images.azurecr.io";
    private static final String MANIFESTS = "/v2/images.azurecr.io/proxy/manifests/";

    @TempDir
    Path root;

    private ProxySources sources;
    private FakeRegistry registry;

    @BeforeEach
    void start() throws IOException {
        sources = FakeProxyBuild.create(root, Optional.empty());
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    @Test
    void the_image_goes_to_the_registrys_name_on_the_push_endpoint_under_its_source_tag() {
        var builder = builder();
        var digest = builder.publish(IMAGES);
        assertTrue(digest.matches("sha256:[0-9a-f]{64}"), digest);
        assertTrue(registry.manifests.containsKey(MANIFESTS + builder.sourceTag()), registry.requests.toString());
    }

    @Test
    void a_preview_knows_the_digest_afterwards() {
        assertEquals(Optional.empty(), builder().knownDigest(IMAGES));
        var digest = builder().publish(IMAGES);
        assertEquals(Optional.of(digest), builder().knownDigest(IMAGES));
        assertEquals(Optional.empty(), builder().knownDigest("others.azurecr.io"));
    }

    @Test
    void an_image_that_the_registry_has_is_neither_built_nor_pushed() throws IOException {
        var digest = builder().publish(IMAGES);
        registry.requests.clear();
        Files.delete(root.resolve("proxy/target/image/proxy.jar"));
        assertEquals(digest, builder().publish(IMAGES));
        assertEquals(List.of("GET /v2/", "GET " + MANIFESTS + builder().sourceTag()), registry.requests);
    }

    @Test
    void a_clean_checkout_with_another_cache_takes_the_image_that_has_the_tag() throws IOException {
        var digest = builder().publish(IMAGES);
        var pushed = registry.manifests.get(MANIFESTS + builder().sourceTag());
        FakeProxyBuild.built(root, "proxy/target/image/proxy.aot", "another cache");
        Files.delete(remembered());
        assertEquals(digest, builder().publish(IMAGES));
        assertEquals(Optional.of(digest), builder().knownDigest(IMAGES));
        assertArrayEquals(pushed, registry.manifests.get(MANIFESTS + builder().sourceTag()));
    }

    @Test
    void a_rebuilt_part_is_in_the_image_though_its_size_and_time_are_those_of_the_one_before() throws IOException {
        var before = builder().publish(IMAGES);
        FakeProxyBuild.source(root, "proxy/src/main/java/proxy/Main.java", "class Main { int changed; }");
        FakeProxyBuild.built(root, "proxy/target/image/proxy.jar", "CLASSES");
        assertNotEquals(before, builder().publish(IMAGES));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500})
    void a_registry_that_does_not_say_whether_it_has_the_image_is_named_and_gets_nothing(int status) {
        registry.status = status;
        var message = assertThrows(IllegalStateException.class, () -> builder().publish(IMAGES))
                .getMessage();
        var reference =
                registry.endpoint() + "/images.azurecr.io/proxy:" + builder().sourceTag();
        assertTrue(message.startsWith("image " + reference + ": HTTP " + status + " (expected: "), message);
        assertEquals(
                List.of(),
                registry.requests.stream()
                        .filter(each -> !each.startsWith("GET "))
                        .toList());
    }

    @Test
    void an_image_that_the_registry_has_lost_is_pushed_again() {
        var digest = builder().publish(IMAGES);
        registry.manifests.clear();
        assertEquals(digest, builder().publish(IMAGES));
        assertTrue(registry.manifests.containsKey(MANIFESTS + builder().sourceTag()));
    }

    @Test
    void an_image_that_was_made_anew_where_its_tag_was_deleted_is_the_image_from_then_on() throws IOException {
        var before = builder().publish(IMAGES);
        registry.manifests.clear();
        FakeProxyBuild.built(root, "proxy/target/image/proxy.aot", "another cache");
        var made = builder().publish(IMAGES);
        assertNotEquals(before, made);
        assertEquals(made, builder().publish(IMAGES));
        assertEquals(Optional.of(made), builder().knownDigest(IMAGES));
    }

    @Test
    void an_image_of_another_registry_does_not_change_what_this_one_has() throws IOException {
        var here = builder().publish(IMAGES);
        FakeProxyBuild.built(root, "proxy/target/image/proxy.aot", "another cache");
        var there = builder().publish("others.azurecr.io");
        assertNotEquals(here, there);
        assertEquals(Optional.of(here), builder().knownDigest(IMAGES));
        assertEquals(Optional.of(there), builder().knownDigest("others.azurecr.io"));
    }

    @Test
    void a_tag_that_has_come_to_mean_another_image_is_refused_until_someone_says_that_it_may() throws IOException {
        var digest = builder().publish(IMAGES);
        registry.manifests.computeIfPresent(
                MANIFESTS + builder().sourceTag(), (tag, bytes) -> (new String(bytes, UTF_8) + " ").getBytes(UTF_8));

        var message = assertThrows(IllegalStateException.class, () -> builder().publish(IMAGES))
                .getMessage();
        assertTrue(message.contains(" (expected: " + digest + ", which it was before; "), message);
        assertTrue(message.endsWith(" delete " + remembered() + ")"), message);
        assertEquals(Optional.of(digest), builder().knownDigest(IMAGES));

        Files.delete(remembered());
        assertNotEquals(digest, builder().publish(IMAGES));
    }

    @Test
    void changed_sources_are_another_image() throws IOException {
        builder().publish(IMAGES);
        FakeProxyBuild.source(root, "proxy/src/main/java/proxy/Main.java", "class Main { int changed; }");
        assertEquals(Optional.empty(), builder().knownDigest(IMAGES));
    }

    @Test
    void a_registry_that_does_not_answer_is_said() throws IOException {
        registry.close();
        var message = assertThrows(IllegalStateException.class, () -> builder().publish(IMAGES))
                .getMessage();
        assertTrue(message.startsWith("image " + registry.endpoint() + "/images.azurecr.io/proxy:"), message);
    }

    private Path remembered() {
        return root.resolve("target/image/digests")
                .resolve(registry.endpoint())
                .resolve("images.azurecr.io/proxy")
                .resolve(builder().sourceTag());
    }

    private JibImageBuilder builder() {
        var image = new Settings.Image(Optional.empty(), Optional.of(registry.endpoint()));
        return JibImageBuilder.of(sources, image);
    }
}
