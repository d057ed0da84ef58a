package alexnet.trainer.failure;

import java.util.function.Supplier;

/** A wrong option, value or configuration key (exit 2). */
public final class UsageException extends TrainerException {

    private static final long serialVersionUID = 1L;

    /**
     * @param subject the option or file, such as {@code --batch-size}
     * @param reason what is wrong, with what was expected and found
     */
    public UsageException(String subject, String reason) {
        this(subject, reason, null);
    }

    /** @param hint what the user can do, or null */
    public UsageException(String subject, String reason, String hint) {
        super(ExitCode.USAGE, subject, reason, hint, null);
    }

    /**
     * Holds a value against its range.
     *
     * @throws UsageException with what was expected and found, unless {@code holds}
     */
    public static void require(boolean holds, String option, String expected, Object found) {
        if (!holds) {
            throw new UsageException(option, "out of range (expected " + expected + ", found " + found + ")");
        }
    }

    /**
     * Runs what checks a value of an option and complains by {@link IllegalArgumentException}.
     *
     * @throws UsageException with the same message
     */
    public static <T> T checked(String option, Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            // Messages that name their option already keep it.
            int colon = message.startsWith("--") ? message.indexOf(": ") : -1;
            throw colon < 0
                    ? new UsageException(option, message)
                    : new UsageException(message.substring(0, colon), message.substring(colon + 2));
        }
    }
}
