package bench.wire;

/** First line and fields of a message, all in lower case. */
public record Head(String text) {

    /** Of an answer. */
    public int status() {
        return Integer.parseInt(text, 9, 12, 10);
    }

    public String method() {
        return text.substring(0, text.indexOf(' '));
    }

    public String path() {
        var from = text.indexOf(' ') + 1;
        return text.substring(from, text.indexOf(' ', from));
    }

    /** @param name in lower case; @return empty when there is none */
    public String field(String name) {
        var at = text.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return "";
        }
        var from = at + name.length() + 3;
        return text.substring(from, text.indexOf("\r\n", from)).strip();
    }

    /** @return -1 when the field is absent or no number */
    public long number(String name) {
        var text = field(name);
        return text.isEmpty() || !text.chars().allMatch(Character::isDigit) ? -1 : Long.parseLong(text);
    }

    public boolean chunked() {
        return field("transfer-encoding").equals("chunked");
    }
}
