package localazure.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructsTest {
    private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";

    private static ObjectNode json(String text) {
        Struct.Builder struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(text, struct);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
        return Structs.toJson(struct.build());
    }

    private static String signed(String signature, String rest) {
        return "{\"v\":{\"" + SIGNATURE + "\":\"" + signature + "\"" + rest + "}}";
    }

    @Test
    void plain_json_comes_back_as_it_was() throws IOException {
        JsonNode before = new ObjectMapper()
                .readTree(
                        "{\"s\":\"x\",\"n\":3,\"big\":4294967296,\"d\":0.5,\"b\":true,\"l\":[1,{\"a\":[]}],\"o\":{}}");
        assertEquals(before, Structs.toJson(Structs.toStruct((ObjectNode) before)));
    }

    @Test
    void whole_numbers_stay_whole() {
        JsonNode json = json("{\"n\":3.0,\"d\":3.5}");
        assertTrue(json.get("n").isInt());
        assertTrue(json.get("d").isDouble());
    }

    @Test
    void null_is_absent() {
        assertFalse(json("{\"n\":null}").has("n"));
    }

    @Test
    void a_secret_loses_its_wrapping() {
        assertEquals(
                "x",
                json(signed("1b47061264138c4ac30d75fd1eb44270", ",\"value\":\"x\""))
                        .path("v")
                        .asText());
    }

    @Test
    void an_output_is_its_value_or_unknown() {
        String output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
        assertEquals("x", json(signed(output, ",\"value\":\"x\"")).path("v").asText());
        assertTrue(Unknown.is(json(signed(output, "")).get("v")));
    }

    @Test
    void a_resource_is_its_id() {
        String resource = "5cf8f73096256a8f31e491e813e4eb8e";
        assertEquals(
                "/id",
                json(signed(resource, ",\"urn\":\"u\",\"id\":\"/id\""))
                        .path("v")
                        .asText());
        assertEquals("u", json(signed(resource, ",\"urn\":\"u\"")).path("v").asText());
    }

    @Test
    void an_asset_is_refused() {
        assertThrows(Refusal.class, () -> json(signed("c44067f5952c0a294b673a41bacd8c17", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"04da6b54-80e4-46f7-96ec-b56ff0331ba9", "3eeb2bf0-c639-47a8-9e75-3b44932eb421"})
    void every_form_of_unknown_is_one(String sentinel) {
        assertEquals(Unknown.VALUE, json("{\"v\":\"" + sentinel + "\"}").get("v"));
        assertTrue(Unknown.inside(json("{\"v\":[{\"x\":\"" + sentinel + "\"}]}")));
    }
}
