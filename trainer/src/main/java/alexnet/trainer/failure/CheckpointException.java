package alexnet.trainer.failure;

/** A checkpoint that is missing, damaged or made for something else (exit 4). */
public final class CheckpointException extends TrainerException {

    private static final long serialVersionUID = 1L;

    /**
     * @param subject the file or folder
     * @param reason what is wrong, with what was expected and found
     */
    public CheckpointException(String subject, String reason) {
        this(subject, reason, null, null);
    }

    /** @param hint what the user can do, or null */
    public CheckpointException(String subject, String reason, String hint, Throwable cause) {
        super(ExitCode.CHECKPOINT, subject, reason, hint, cause);
    }
}
