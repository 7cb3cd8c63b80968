package proxy.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import proxy.observe.TokenUsage;

/** Reads what an event says, and changes nothing of it. */
public final class EventReader {

    private static final JsonFactory JSON = JsonFactory.builder().build();
    static final String DONE = "[DONE]";

    private final Dialect dialect;

    public EventReader(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @param event one whole event; it stays the caller's */
    public Event read(ByteBuf event) {
        var fields = EventFields.of(ByteBufUtil.getBytes(event));
        if (!fields.hasData()) {
            return Event.SILENT;
        }
        if (dialect != Dialect.RESPONSES && fields.dataIs(DONE)) {
            return Event.END;
        }
        try (var parser = JSON.createParser(fields.bytes(), fields.from(), fields.length())) {
            return read(parser, fields.namedError());
        } catch (IOException e) {
            return fields.namedError() ? Event.error(false, false, false, null) : Event.STRANGE;
        }
    }

    private Event read(JsonParser parser, boolean namedError) throws IOException {
        var facts = new Facts();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Event.STRANGE;
        }
        var depth = 1;
        while (depth > 0) {
            var token = parser.nextToken();
            if (token == null) {
                return Event.STRANGE;
            }
            if (token == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                depth += facts.field(parser, name, depth);
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
        return facts.event(namedError);
    }

    /** What was found in one event. */
    private final class Facts {
        private TextCount text = TextCount.NONE;
        private String type = "";
        private boolean choices = true;
        private boolean finished;
        private TokenUsage usage;
        private ErrorJson error = ErrorJson.NONE;
        private boolean plain;

        /** Takes the value of a field. @return how much deeper the parser stands after it */
        private int field(JsonParser parser, String name, int depth) throws IOException {
            var value = parser.currentToken();
            if (name.equals("usage") && depth <= 2) {
                UsageJson.read(parser).ifPresent(it -> usage = it);
                return 0;
            }
            // Of two, clients take the last.
            plain &= depth > 1 || !name.equals("error");
            if (name.equals("error") && depth <= 2 && value == JsonToken.START_OBJECT) {
                object(ErrorJson.read(parser), depth);
                return 0;
            }
            if (value == JsonToken.VALUE_STRING) {
                string(parser, name, depth);
            } else if (name.equals("choices") && depth == 1 && value == JsonToken.START_ARRAY) {
                var first = parser.nextToken();
                choices = first != JsonToken.END_ARRAY;
                return choices ? (first.isStructStart() ? 2 : 1) : 0;
            }
            return value.isStructStart() ? 1 : 0;
        }

        /** An empty one hides no code beside it. */
        private void object(ErrorJson read, int depth) {
            if (read.says() || !error.says()) {
                error = read;
            }
            plain |= depth == 1 && read.says();
        }

        private void string(JsonParser parser, String name, int depth) throws IOException {
            if (dialect.isText(name)) {
                text = text.plus(
                        TextCount.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()));
            } else if (name.equals("finish_reason")) {
                finished = true;
            } else if (name.equals("type") && depth == 1) {
                type = parser.getText();
            } else if (name.equals("code") && depth == 1) {
                code(parser.getText());
            }
        }

        private void code(String code) {
            if (!code.isEmpty() && !error.says()) {
                error = new ErrorJson(code, "", "");
            }
        }

        private Event event(boolean namedError) {
            return switch (dialect) {
                case CHAT, COMPLETIONS -> completion(namedError);
                case RESPONSES -> response(namedError);
                case MEDIA -> media(namedError);
            };
        }

        private Event completion(boolean namedError) {
            if (namedError || error.present()) {
                return failure();
            }
            var kind = text.empty() && !finished ? Event.Kind.PREAMBLE : Event.Kind.ANSWER;
            return Event.of(kind, text, usage, usage != null && !choices);
        }

        private Event response(boolean namedError) {
            var kind = switch (type) {
                case "response.completed", "response.incomplete" -> Event.Kind.END;
                case "response.failed", "error" -> Event.Kind.ERROR;
                case "response.created", "response.in_progress", "response.queued" -> Event.Kind.PREAMBLE;
                default -> namedError ? Event.Kind.ERROR : Event.Kind.ANSWER;
            };
            plain |= type.equals("response.failed") || type.equals("error");
            return kind == Event.Kind.ERROR ? failure() : Event.of(kind, text, usage, false);
        }

        private Event media(boolean namedError) {
            if (namedError || error.present() || type.equals("error")) {
                return failure();
            }
            var last = type.endsWith(".done") || type.endsWith(".completed");
            return Event.of(last ? Event.Kind.END : Event.Kind.ANSWER, text, usage, false);
        }

        private Event failure() {
            return Event.error(error.callersFault(), error.throttled(), plain, usage);
        }
    }
}
