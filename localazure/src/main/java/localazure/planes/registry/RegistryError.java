package localazure.planes.registry;

/** An error of the distribution API, with the code that the OCI distribution specification gives it. */
public final class RegistryError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RegistryError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    /** For instance {@code MANIFEST_UNKNOWN}. */
    public String code() {
        return code;
    }
}
