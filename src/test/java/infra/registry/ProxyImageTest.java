package infra.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import infra.testkit.FakeImageBuilder;
import infra.testkit.PulumiHarness;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyImageTest {

    private static final String REFERENCE = "images.azurecr.io/proxy@" + FakeImageBuilder.DIGEST;

    @Test
    void an_update_publishes_the_image_and_names_it_by_digest() {
        var builder = FakeImageBuilder.unbuilt();
        var outputs = PulumiHarness.run(context -> context.export("image", ProxyImage.reference(registry(), builder)))
                .outputs();
        assertEquals(REFERENCE, outputs.get("image"));
        assertEquals(List.of("images.azurecr.io"), builder.published());
    }

    @Test
    void a_preview_knows_an_image_that_was_built_before() {
        var builder = new FakeImageBuilder(Optional.of(FakeImageBuilder.DIGEST));
        PulumiHarness.preview(context -> {
            var image = ProxyImage.reference(registry(), builder);
            assertTrue(PulumiHarness.isKnown(image));
            assertEquals(REFERENCE, PulumiTest.extractValue(image));
        });
        assertEquals(List.of(), builder.published());
    }

    @Test
    void a_preview_says_that_it_does_not_know_any_other_and_builds_nothing() {
        var builder = FakeImageBuilder.unbuilt();
        PulumiHarness.preview(context -> assertFalse(PulumiHarness.isKnown(ProxyImage.reference(registry(), builder))));
        assertEquals(List.of(), builder.published());
    }

    private static RegistryRef registry() {
        return new RegistryRef(Output.of("registry-id"), Output.of("images.azurecr.io"), List.of());
    }
}
