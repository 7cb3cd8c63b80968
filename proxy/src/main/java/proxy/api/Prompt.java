package proxy.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * How large the prompt of a request is.
 *
 * @param bytes of its text as JSON has it, and of what describes tools and answers; without what only labels the text
 * @param attachments pictures, sound and files: how many tokens each is has little to do with its bytes
 */
public record Prompt(int bytes, int attachments) {

    public static final Prompt NONE = new Prompt(0, 0);

    /**
     * A square picture of 1,024 pixels in high detail: 85, and 170 for each of four tiles ("Calculate costs" of OpenAI's guide "Images and
     * vision", for GPT-4o). Others are 85 to 1,445 there; sound and files are guessed to be the same.
     */
    static final int ATTACHMENT_TOKENS = 765;

    /** The quotes. What parts a text from the next is counted with it. */
    private static final int AROUND_TEXT = 2;

    private static final int BYTES_PER_TOKEN = 4;

    private static final Set<String> LABELS =
            Set.of("role", "type", "id", "call_id", "tool_call_id", "status", "detail");

    /** Of its text, of which four bytes are one, and of its attachments. */
    public int tokens() {
        var all = (bytes + BYTES_PER_TOKEN - 1L) / BYTES_PER_TOKEN + (long) attachments * ATTACHMENT_TOKENS;
        return (int) Math.min(Integer.MAX_VALUE, all);
    }

    Prompt and(Prompt more) {
        return new Prompt(bytes + more.bytes, attachments + more.attachments);
    }

    /** A text. @param from where it begins; to where what follows it does */
    static Prompt ofText(int from, int to) {
        return new Prompt(Math.max(0, to - from - AROUND_TEXT), 0);
    }

    /** Reads the object or list at which the parser stands, to its end, and counts all of it. */
    static Prompt whole(JsonParser parser) throws IOException {
        var from = at(parser);
        parser.skipChildren();
        return new Prompt(at(parser) - from + 1, 0);
    }

    /** Reads messages, or the list of texts or tokens at which the parser stands, to its end. */
    static Prompt read(JsonParser parser) throws IOException {
        var prompt = NONE;
        var from = -1;
        for (var depth = 1; depth > 0; ) {
            var token = parser.nextToken();
            if (from >= 0) {
                prompt = prompt.and(ofText(from, at(parser)));
                from = -1;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric()) {
                prompt = prompt.and(new Prompt(BYTES_PER_TOKEN, 0));
            } else if (token == JsonToken.VALUE_STRING && attached(parser)) {
                prompt = prompt.and(new Prompt(0, 1));
            } else if (token == JsonToken.VALUE_STRING && !LABELS.contains(name(parser))) {
                from = at(parser);
            }
        }
        return prompt;
    }

    private static boolean attached(JsonParser parser) {
        return switch (name(parser)) {
            case "image_url", "file_data" -> true;
            case "url" -> "image_url".equals(nameOfObject(parser));
            case "data" -> "input_audio".equals(nameOfObject(parser));
            default -> false;
        };
    }

    /** A text of its own, or of a list, has none. */
    private static String name(JsonParser parser) {
        var name = parser.getParsingContext().getCurrentName();
        return name == null ? "" : name;
    }

    private static String nameOfObject(JsonParser parser) {
        return parser.getParsingContext().getParent().getCurrentName();
    }

    static int at(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }
}
