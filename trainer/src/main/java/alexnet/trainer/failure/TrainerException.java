package alexnet.trainer.failure;

import java.util.Optional;

/** A failure with the exit code and the one line that the user gets to see. */
public abstract sealed class TrainerException extends RuntimeException
        permits UsageException, CheckpointException, StorageException, LossNotFiniteException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String hint;

    /**
     * @param subject the file or option the trouble is with
     * @param reason what is wrong, with what was expected and found
     * @param hint what the user can do, or null
     */
    TrainerException(int exitCode, String subject, String reason, String hint, Throwable cause) {
        super(subject + ": " + reason, cause);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    /** The process's exit code, see {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }

    /** What the user can do about it. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
