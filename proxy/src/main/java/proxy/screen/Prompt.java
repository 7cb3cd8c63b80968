package proxy.screen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The text of a request as the model reads it: what is said in messages and by the tools that were called, {@code input}, {@code prompt}
 * with its variables, {@code suffix}, {@code prediction} and {@code instructions}. Not images, audio, files, numbers of tokens, names, or
 * descriptions of tools.
 */
public record Prompt(List<Message> messages) {

    /** How long a body may be is bounded where it is kept. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    /** Embedding models take 8,191 tokens, and a character may be four. */
    private static final int MAX_ASKED = 2_000;

    private static final Set<String> TRUSTED = Set.of("system", "developer");

    /** Fields of messages, of their parts, and of what tools were asked and said. */
    private static final Set<String> SAID = Set.of(
            "content",
            "text",
            "refusal",
            "reasoning_content",
            "transcript",
            "summary",
            "arguments",
            "input",
            "output",
            "code",
            "logs",
            "query",
            "queries",
            "command",
            "commands",
            "diff",
            "reason");

    /** Fields in which everything is said, whatever it is called. */
    private static final Set<String> ALL_SAID = Set.of("variables", "arguments");

    /**
     * @param trusted whether it is the application's own, rather than of its users, tools or documents
     * @param parts one text to the model, or several: both are possible
     */
    public record Message(boolean trusted, List<String> parts) {

        public Message {
            parts = List.copyOf(parts);
        }

        String text() {
            return String.join("\n", parts);
        }
    }

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
                    case "messages", "input", "prompt", "suffix", "prediction" -> messages(false);
                    case "instructions" -> messages(true);
                    default -> parser.skipChildren();
                }
            }
        }

        private void messages(boolean trusted) throws IOException {
            switch (parser.currentToken()) {
                case VALUE_STRING -> messages.add(new Message(trusted, List.of(parser.getText())));
                case START_OBJECT -> message(trusted);
                case START_ARRAY -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        messages(trusted);
                    }
                }
                default -> {}
            }
        }

        private void message(boolean trusted) throws IOException {
            var role = "";
            var parts = new ArrayList<String>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                if (name.equals("role") && value == JsonToken.VALUE_STRING) {
                    role = parser.getText();
                } else {
                    said(name, false, parts);
                }
            }
            if (!parts.isEmpty()) {
                messages.add(new Message(trusted || TRUSTED.contains(role), parts));
            }
        }

        /** Takes the value of a field. @param all whether every field around it counts */
        private void said(String name, boolean all, List<String> parts) throws IOException {
            value(all || SAID.contains(name), all || ALL_SAID.contains(name), parts);
        }

        private void value(boolean said, boolean all, List<String> parts) throws IOException {
            switch (parser.currentToken()) {
                case VALUE_STRING -> {
                    if (said) {
                        parts.add(parser.getText());
                    }
                }
                case START_ARRAY -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        value(said, all, parts);
                    }
                }
                case START_OBJECT -> {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        var name = parser.currentName();
                        parser.nextToken();
                        said(name, all, parts);
                    }
                }
                default -> {}
            }
        }
    }
}
