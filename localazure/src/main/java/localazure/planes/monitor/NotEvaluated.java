package localazure.planes.monitor;

/** Why a query or a rule has no result, in the words of who wrote it. */
public final class NotEvaluated extends Exception {
    private static final long serialVersionUID = 1L;

    NotEvaluated(String reason) {
        super(reason);
    }
}
