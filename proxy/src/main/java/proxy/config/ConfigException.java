package proxy.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The configuration cannot be used. The message has one line per fault: {@code key: seen (expected: rule)}. */
public final class ConfigException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    ConfigException(List<String> faults) {
        super(faults.stream().map(ConfigException::line).collect(Collectors.joining("\n")));
    }

    /** Faults quote what they found; none of it may begin a line, or move a terminal's cursor. */
    private static String line(String fault) {
        return UNPRINTABLE
                .matcher(fault)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }
}
