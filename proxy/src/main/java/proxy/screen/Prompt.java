package proxy.screen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The text of a request as the model reads it: contents of messages and their text parts, {@code input}, {@code prompt} and
 * {@code instructions}. Not images, audio, numbers of tokens, or descriptions of tools.
 */
public record Prompt(List<Message> messages) {

    private static final JsonFactory JSON = JsonFactory.builder().build();
    /** Embedding models take 8,191 tokens, and a character may be four. */
    private static final int MAX_ASKED = 2_000;

    private static final Set<String> TRUSTED = Set.of("system", "developer");

    /** @param trusted whether it is the application's own, rather than of its users, tools or documents */
    public record Message(boolean trusted, String text) {}

    /** Reads a body that is known to be one JSON object. */
    public static Prompt read(InputStream body) {
        try (var parser = JSON.createParser(body)) {
            var reader = new Reader(parser);
            reader.body();
            return new Prompt(reader.messages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Characters in all. */
    public int length() {
        return messages.stream().mapToInt(each -> each.text().length()).sum();
    }

    /** What was said last and not by the application, the end of it when it is long; empty when nothing was. */
    public String asked() {
        for (var message : messages.reversed()) {
            if (!message.trusted() && !message.text().isBlank()) {
                return last(message.text());
            }
        }
        return "";
    }

    private static String last(String text) {
        var from = Math.max(0, text.length() - MAX_ASKED);
        var within = from > 0 && Character.isSurrogatePair(text.charAt(from - 1), text.charAt(from));
        return text.substring(within ? from + 1 : from);
    }

    private static final class Reader {

        private final JsonParser parser;
        private final List<Message> messages = new ArrayList<>();

        private Reader(JsonParser parser) {
            this.parser = parser;
        }

        private void body() throws IOException {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "messages", "input", "prompt" -> messages(false);
                    case "instructions" -> messages(true);
                    default -> parser.skipChildren();
                }
            }
        }

        private void messages(boolean trusted) throws IOException {
            switch (parser.currentToken()) {
                case VALUE_STRING -> messages.add(new Message(trusted, parser.getText()));
                case START_OBJECT -> message();
                case START_ARRAY -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        messages(trusted);
                    }
                }
                default -> {}
            }
        }

        private void message() throws IOException {
            var role = "";
            var text = new StringBuilder();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                switch (name) {
                    case "role" -> role = value == JsonToken.VALUE_STRING ? parser.getText() : role;
                    case "content", "output", "text", "refusal" -> content(text);
                    default -> {}
                }
                // What was read stands at its end, which has no children.
                parser.skipChildren();
            }
            if (!text.isEmpty()) {
                messages.add(new Message(TRUSTED.contains(role), text.toString()));
            }
        }

        /** Parts of one message are one text to the model. */
        private void content(StringBuilder text) throws IOException {
            switch (parser.currentToken()) {
                case VALUE_STRING -> text.append(parser.getText());
                case START_ARRAY -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        content(text);
                    }
                }
                case START_OBJECT -> part(text);
                default -> {}
            }
        }

        private void part(StringBuilder text) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "text", "refusal", "content", "output" -> content(text);
                    default -> {}
                }
                parser.skipChildren();
            }
        }
    }
}
