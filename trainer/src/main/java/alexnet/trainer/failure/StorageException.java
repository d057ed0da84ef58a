package alexnet.trainer.failure;

/** A file that could not be written or read: disk full, no permission (exit 5). */
public final class StorageException extends TrainerException {

    private static final long serialVersionUID = 1L;

    /** @param hint what the user can do, or null */
    public StorageException(String subject, String reason, String hint, Throwable cause) {
        super(ExitCode.STORAGE, subject, reason, hint, cause);
    }
}
