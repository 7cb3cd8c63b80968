package proxy.affinity;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Puts a mark behind the ids of responses in an answer, as its bytes pass, however they are split: behind {@code id} and
 * {@code previous_response_id} of a JSON object, or of the {@code response} in every event of a stream. Nothing else changes, and
 * nothing is kept but one id. Not thread-safe.
 */
public final class IdMarker {

    private static final Set<String> IDS = Set.of("id", "previous_response_id");
    private static final String RESPONSE = "response";
    private static final String DATA = "data";
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final boolean events;
    private final UnaryOperator<String> mark;
    private final StringBuilder text = new StringBuilder();
    private Line line;
    private int depth;
    private int responseDepth;
    private byte before;
    private boolean inString;
    private boolean escaped;
    private boolean plain;
    private String key = "";

    /** Where in a line of an event stream. */
    private enum Line {
        NAME,
        JSON,
        IGNORED
    }

    private record Insertion(int at, byte[] bytes) {}

    /**
     * @param events whether the answer is a stream of events
     * @param mark of an id
     */
    public IdMarker(boolean events, UnaryOperator<String> mark) {
        this.events = events;
        this.mark = mark;
        if (events) {
            newLine();
        } else {
            line = Line.JSON;
            responseDepth = 1;
        }
    }

    /** @return the same bytes with what is put between them; the part stays the caller's, the result is to be released */
    public ByteBuf mark(ByteBuf part) {
        List<Insertion> insertions = List.of();
        for (var index = part.readerIndex(); index < part.writerIndex(); index++) {
            var inserted = next(part.getByte(index));
            if (inserted != null) {
                if (insertions.isEmpty()) {
                    insertions = new ArrayList<>(2);
                }
                insertions.add(new Insertion(index, inserted.getBytes(StandardCharsets.US_ASCII)));
            }
        }
        return insertions.isEmpty() ? part.retainedDuplicate() : insert(part, insertions);
    }

    private static ByteBuf insert(ByteBuf part, List<Insertion> insertions) {
        var more = insertions.stream().mapToInt(it -> it.bytes().length).sum();
        var marked = part.alloc().buffer(part.readableBytes() + more);
        var from = part.readerIndex();
        for (var insertion : insertions) {
            marked.writeBytes(part, from, insertion.at() - from).writeBytes(insertion.bytes());
            from = insertion.at();
        }
        return marked.writeBytes(part, from, part.writerIndex() - from);
    }

    /** @return what comes before this byte, null for nothing */
    private String next(byte next) {
        if (events && (next == '\n' || next == '\r')) {
            newLine();
            return null;
        }
        switch (line) {
            case NAME -> name(next);
            case JSON -> {
                return inString ? inString(next) : between(next);
            }
            case IGNORED -> {}
        }
        return null;
    }

    private void newLine() {
        line = Line.NAME;
        text.setLength(0);
        depth = 0;
        responseDepth = NOWHERE;
        inString = false;
        before = 0;
    }

    private void name(byte next) {
        if (next == ':') {
            line = DATA.contentEquals(text) ? Line.JSON : Line.IGNORED;
        } else if (text.length() <= DATA.length()) {
            text.append((char) next);
        }
    }

    private String between(byte next) {
        switch (next) {
            case ' ', '\t', '\n', '\r' -> {
                return null;
            }
            case '"' -> {
                inString = true;
                escaped = false;
                plain = true;
                text.setLength(0);
            }
            case '{', '[' -> {
                depth++;
                if (events && depth == 2 && next == '{' && before == ':' && key.equals(RESPONSE)) {
                    responseDepth = 2;
                }
            }
            case '}', ']' -> {
                depth--;
                if (events && depth == 1) {
                    responseDepth = NOWHERE;
                }
            }
            default -> {}
        }
        if (next != '"') {
            before = next;
        }
        return null;
    }

    private String inString(byte next) {
        if (escaped) {
            escaped = false;
        } else if (next == '\\') {
            escaped = true;
            plain = false;
        } else if (next == '"') {
            inString = false;
            return ended();
        }
        if (depth <= 2 && text.length() <= ResponseIds.MAX_ID) {
            text.append((char) (next & 0xff));
        }
        return null;
    }

    /** A string is over: the name of a field, or a value. */
    private String ended() {
        var value = before == ':';
        before = '"';
        if (depth != responseDepth && depth != 1) {
            return null;
        }
        if (!value) {
            key = text.toString();
            return null;
        }
        var isId = depth == responseDepth && plain && IDS.contains(key);
        return isId && text.length() <= ResponseIds.MAX_ID && !text.isEmpty() ? mark.apply(text.toString()) : null;
    }
}
