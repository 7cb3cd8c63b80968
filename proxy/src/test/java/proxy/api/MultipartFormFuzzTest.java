package proxy.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An input is the content type's line, then the form. What is taken is read again by a parser that has been written by others, and by one
 * that takes whatever looks like a part: neither may find another model.
 */
class MultipartFormFuzzTest {

    private static final String LENIENT_HEAD = "(?:^|\n)--\\Q%s\\E[^\n]*\r?\n((?:[^\r\n]+\r?\n)+)";
    private static final Pattern LENIENT_NAME =
            Pattern.compile("(?im)^content-disposition\\s*:[^\n]*?;\\s*name\\*?\\s*=\\s*\"?([^\";\r\n]*)");

    private record Field(String name, Optional<String> value) {}

    @FuzzTest(maxDuration = "1m")
    void whoever_reads_a_form_that_is_taken_finds_the_same_model_and_the_same_stream(byte[] input) throws IOException {
        var text = new String(input, ISO_8859_1);
        var lineEnd = text.indexOf('\n');
        if (lineEnd < 0) {
            return;
        }
        var type = text.substring(0, lineEnd);
        var form = text.substring(lineEnd + 1);
        RequestBody facts;
        try {
            facts = MultipartForm.scan(type, Unpooled.copiedBuffer(form, ISO_8859_1));
        } catch (RequestBody.Unusable e) {
            return;
        }
        List<Field> fields;
        try {
            fields = strictly(type, form);
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException | IllegalArgumentException e) {
            return;
        }
        assertEquals(facts.model(), value(fields, "model"));
        assertEquals(
                facts.stream(),
                value(fields, "stream").filter(MultipartFormFuzzTest::said).isPresent());
        assertEquals(names(fields.stream().map(Field::name).toList()), names(leniently(type, form)));
    }

    private static boolean said(String stream) {
        return !stream.isEmpty() && !stream.equalsIgnoreCase("false");
    }

    private static Optional<String> value(List<Field> fields, String name) {
        return fields.stream().filter(it -> it.name().equals(name)).findFirst().flatMap(Field::value);
    }

    private static List<Field> strictly(String type, String form) throws IOException {
        var head = new DefaultHttpHeaders();
        head.set(HttpHeaderNames.CONTENT_TYPE, type);
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                "/",
                Unpooled.copiedBuffer(form, ISO_8859_1),
                head,
                new DefaultHttpHeaders());
        var decoder = new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), request, ISO_8859_1);
        try {
            var fields = new ArrayList<Field>();
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                // Its bytes, whatever character set the part says that they are in.
                var value = part instanceof Attribute it ? new String(it.get(), ISO_8859_1) : "a file";
                fields.add(new Field(part.getName(), Optional.of(value)));
            }
            return fields;
        } finally {
            decoder.destroy();
        }
    }

    private static List<String> leniently(String type, String form) {
        var boundary = type.substring(type.indexOf('=') + 1).replace("\"", "").strip();
        var heads = Pattern.compile(LENIENT_HEAD.formatted(boundary)).matcher(form);
        var names = new ArrayList<String>();
        while (heads.find()) {
            var name = LENIENT_NAME.matcher(heads.group(1));
            while (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    /** Those that the proxy acts on, however they are written. */
    private static List<String> names(List<String> all) {
        return all.stream()
                .map(it -> it.toLowerCase(Locale.ROOT))
                .filter(it -> it.equals("model") || it.equals("stream"))
                .toList();
    }
}
