package proxy.config;

import java.util.List;

/** The configuration cannot be used. The message has one line per fault: {@code key: seen (expected: rule)}. */
public final class ConfigException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ConfigException(List<String> faults) {
        super(String.join("\n", faults));
    }
}
