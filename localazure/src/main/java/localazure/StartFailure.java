package localazure;

import java.io.IOException;

/** Why the local Azure cannot start, in one line for its user. */
final class StartFailure extends IOException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
