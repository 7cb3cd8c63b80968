package localazure.arm;

/** A refusal by Azure: an HTTP status and an error code as the real control plane answers them. */
public final class ArmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public ArmException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /** Azure's error code, for instance {@code InsufficientQuota}. */
    public String code() {
        return code;
    }
}
