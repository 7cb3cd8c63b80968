package localazure.planes.cosmos.query;

/** A query that is wrong, or that the grammar does not know; the message says where. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueryException(String message) {
        super(message);
    }
}
