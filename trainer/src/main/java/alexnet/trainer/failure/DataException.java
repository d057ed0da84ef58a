package alexnet.trainer.failure;

import java.util.Optional;

/** Bad data (exit 3): {@code FILE: reason (expected X, found Y)}, and a hint where there is one. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final String reason;
    private final String hint;

    /**
     * @param subject the file or folder the trouble is with
     * @param reason what is wrong, with what was expected and found
     */
    public DataException(Object subject, String reason) {
        this(subject, reason, null, null);
    }

    /**
     * @param hint what the user can do, or null
     * @param cause or null
     */
    public DataException(Object subject, String reason, String hint, Throwable cause) {
        super(subject + ": " + reason, cause);
        this.subject = subject.toString();
        this.reason = reason;
        this.hint = hint;
    }

    /** {@code reason (expected X, found Y)}. */
    public static DataException unexpected(Object subject, String reason, Object expected, Object found) {
        return new DataException(subject, reason + " (expected " + expected + ", found " + found + ")");
    }

    /** The file or folder the trouble is with. */
    public String subject() {
        return subject;
    }

    /** What is wrong, without the file. */
    public String reason() {
        return reason;
    }

    /** What the user can do about it. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
