package proxy.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import proxy.io.Characters;

/**
 * What the proxy knows of a form with files (RFC 7578). The bytes stay where they are: only the heads of parts and two short fields
 * are read. Strict as the JSON scan is: the account reads the form again, and must find the same model in it.
 */
final class MultipartForm {

    private static final int MAX_PARTS = 100;
    private static final int MAX_HEAD = 4 * 1024;
    private static final int MAX_VALUE = 256;

    /** What is no token (RFC 9110 section 5.6.2) is a boundary in quotes only (RFC 2046 section 5.1.1). */
    private static final Pattern BOUNDARY = Pattern.compile(
            "multipart/form-data *; *boundary=(?:\"([0-9A-Za-z'()+_,./:=?-]{1,70})\"|([0-9A-Za-z'+_.-]{1,70}))",
            Pattern.CASE_INSENSITIVE);

    /**
     * Some readers take these marks for blanks, and blanks around a name for nothing. A choice that repeats gives nothing back (here and
     * below), for which the matcher would call itself with every character.
     */
    private static final Pattern DISPOSITION = Pattern.compile(
            "form-data; name=(?:\"((?! )[^\"\\\\:;,=]*(?<! ))\"|([A-Za-z0-9._\\[\\]-]+))"
                    + "((?:; filename=(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[A-Za-z0-9._-]+))?(?:; filename\\*=[^;\" ]+)?)",
            Pattern.CASE_INSENSITIVE);

    /** Some readers take a parameter called name for the name of the field, wherever it is. */
    private static final Pattern PART_TYPE = Pattern.compile(
            "TOKEN/TOKEN(?: *; *(?!(?:file)?name\\*?=)TOKEN=(?:TOKEN|\"[^\"\\\\]*\"))*+"
                    .replace("TOKEN", "[0-9A-Za-z!#$%&'*+.^_`|~-]+"),
            Pattern.CASE_INSENSITIVE);

    /** Of a field that is read here. Some readers take parts of another type for several, or its bytes for another text. */
    private static final Pattern TEXT =
            Pattern.compile("text/plain(?: *; *charset=(\"?)(?:utf-8|us-ascii)\\1)?", Pattern.CASE_INSENSITIVE);

    private static final Characters FIELD_NAME = Characters.alphanumericsAnd("-");

    /** Decided by here. Form readers differ in whether they tell capitals apart: so none of them may come twice in any spelling. */
    private static final Set<String> FIELDS = Set.of("model", "stream");

    private final ByteBuf body;
    private final ByteBuf delimiter;
    private final Map<String, String> fields = new HashMap<>();
    private final Set<String> spelled = new HashSet<>();
    private int at;

    private MultipartForm(ByteBuf body, String boundary) {
        this.body = body;
        this.delimiter = Unpooled.wrappedBuffer(("--" + boundary).getBytes(US_ASCII));
        this.at = body.readerIndex();
    }

    /** @param contentType of the request */
    static RequestBody scan(String contentType, ByteBuf body) throws RequestBody.Unusable {
        var boundary = BOUNDARY.matcher(contentType.strip());
        RequestBody.expect(
                boundary.matches(),
                "multipart/form-data with a boundary of 1 to 70 characters, in quotes if it is no token, and no more");
        return new MultipartForm(body, boundary.group(1) == null ? boundary.group(2) : boundary.group(1)).scan();
    }

    private RequestBody scan() throws RequestBody.Unusable {
        RequestBody.expect(delimiterAt(at) == at, "a form that begins with its boundary");
        at += delimiter.readableBytes();
        for (var parts = 0; !last(); parts++) {
            RequestBody.expect(parts < MAX_PARTS, "at most " + MAX_PARTS + " parts");
            part();
        }
        return RequestBody.ofForm(Optional.ofNullable(fields.get("model")), streams(fields.getOrDefault("stream", "")));
    }

    private static boolean streams(String value) {
        return !value.isEmpty() && !value.equalsIgnoreCase("false");
    }

    /** Steps over what follows a boundary. @return whether it was the last one */
    private boolean last() throws RequestBody.Unusable {
        var follows = text(at, Math.min(at + 4, body.writerIndex()));
        var last = follows.startsWith("--");
        RequestBody.expect(
                last ? follows.equals("--") || endsWith("--\r\n") : follows.startsWith("\r\n"),
                "boundaries followed by CR LF, the last one by -- and nothing else");
        at += 2;
        return last;
    }

    private boolean endsWith(String end) {
        return body.writerIndex() == at + end.length()
                && text(at, body.writerIndex()).equals(end);
    }

    private void part() throws RequestBody.Unusable {
        var headEnd = find("\r\n\r\n", at, Math.min(body.writerIndex(), at + MAX_HEAD));
        RequestBody.expect(headEnd >= 0, "parts with a head of at most " + MAX_HEAD + " bytes");
        var name = name(text(at, headEnd));
        var start = headEnd + 4;
        var next = delimiterAt(start - 2);
        RequestBody.expect(
                next >= start && text(next - 2, next).equals("\r\n") || next == start,
                "the boundary only on lines of its own, after every part");
        field(name, start, Math.max(start, next - 2));
        at = next + delimiter.readableBytes();
    }

    /** The name of the field whose part has this head. */
    private static String name(String head) throws RequestBody.Unusable {
        String name = null;
        var text = true;
        for (var line : head.split("\r\n", -1)) {
            var colon = line.indexOf(':');
            var field = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            RequestBody.expect(
                    colon > 0
                            && FIELD_NAME.fill(line, 0, colon, 1, colon)
                            && line.chars().allMatch(it -> it >= ' ' && it != 0x7f),
                    "part heads of NAME: VALUE lines");
            RequestBody.expect(!field.equals("content-transfer-encoding"), "parts without transfer encoding");
            var value = line.substring(colon + 1).strip();
            if (field.equals("content-type")) {
                RequestBody.expect(
                        PART_TYPE.matcher(value).matches(),
                        "part types of TYPE/SUBTYPE; PARAMETER=VALUE, no parameter called name or filename");
                text &= TEXT.matcher(value).matches();
            }
            if (field.equals("content-disposition")) {
                var disposition = DISPOSITION.matcher(value);
                RequestBody.expect(
                        name == null && disposition.matches(),
                        "one content-disposition a part: form-data; name=\"…\", then filename=\"…\" if it is a file");
                name = disposition.group(1) == null ? disposition.group(2) : disposition.group(1);
                text &= disposition.group(3).isEmpty();
            }
        }
        RequestBody.expect(name != null, "a content-disposition in every part");
        RequestBody.expect(
                text || !FIELDS.contains(name.toLowerCase(Locale.ROOT)), name + " as text/plain in UTF-8, and no file");
        return name;
    }

    private void field(String name, int from, int to) throws RequestBody.Unusable {
        var plain = name.toLowerCase(Locale.ROOT);
        if (FIELDS.contains(plain)) {
            RequestBody.expect(spelled.add(plain), plain + " once");
            RequestBody.expect(to - from <= MAX_VALUE, plain + " of at most " + MAX_VALUE + " bytes");
            fields.put(name, text(from, to));
        }
    }

    private int delimiterAt(int from) {
        var index = ByteBufUtil.indexOf(delimiter, body.slice(from, body.writerIndex() - from));
        return index < 0 ? -1 : from + index;
    }

    private int find(String needle, int from, int to) {
        var index = ByteBufUtil.indexOf(
                Unpooled.wrappedBuffer(needle.getBytes(US_ASCII)), body.slice(from, Math.max(0, to - from)));
        return index < 0 ? -1 : from + index;
    }

    private String text(int from, int to) {
        return body.toString(from, Math.max(0, to - from), ISO_8859_1);
    }
}
