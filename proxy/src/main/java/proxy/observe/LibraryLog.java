package proxy.observe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Takes what libraries log through java.util.logging, so that a warning with its stack trace is one event and not many lines. */
public final class LibraryLog extends Handler {

    private final Events events;

    private LibraryLog(Events events) {
        this.events = events;
        setFormatter(new SimpleFormatter());
    }

    /** From now on all logging of this process, from level INFO, goes to the events. */
    public static void into(Events events) {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new LibraryLog(events));
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        events.emit("library_log", line -> {
            line.put("level", record.getLevel().getName())
                    .put("logger", record.getLoggerName())
                    .put("message", getFormatter().formatMessage(record));
            if (record.getThrown() != null) {
                line.put("error", stackTrace(record.getThrown()));
            }
        });
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
