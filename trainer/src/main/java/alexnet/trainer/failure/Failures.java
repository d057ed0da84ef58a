package alexnet.trainer.failure;

import alexnet.engine.EngineException;
import alexnet.model.NetworkException;
import alexnet.model.WeightsException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Maps an exception to the error line, the hint and the exit code that the user gets. */
public final class Failures {

    private Failures() {}

    /**
     * What the user gets to see.
     *
     * @param hint or null
     */
    public record Failure(int exitCode, String message, String hint) {}

    /** Finds exit code, message and hint of {@code thrown}. */
    public static Failure of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof UncheckedIOException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof TrainerException known) {
            return new Failure(
                    known.exitCode(), known.getMessage(), known.hint().orElse(null));
        }
        if (cause instanceof EngineException known) {
            return new Failure(ExitCode.DEVICE, known.getMessage(), known.hint().orElse(null));
        }
        if (cause instanceof NetworkException known) {
            return new Failure(ExitCode.USAGE, known.getMessage(), known.hint().orElse(null));
        }
        if (cause instanceof DataException known) {
            return new Failure(ExitCode.DATA, known.getMessage(), known.hint().orElse(null));
        }
        if (cause instanceof WeightsException known) {
            return new Failure(
                    ExitCode.CHECKPOINT, known.getMessage(), known.hint().orElse(null));
        }
        if (cause instanceof IOException known) {
            return new Failure(ExitCode.STORAGE, message(known), null);
        }
        if (cause instanceof OutOfMemoryError known) {
            return new Failure(
                    ExitCode.DEVICE,
                    "host memory: the Java heap is full (expected room for the batch, found " + known.getMessage()
                            + ")",
                    "give the JVM more, as in ALEXNET_JAVA_OPTIONS=-Xmx12g, or lower --batch-size");
        }
        return new Failure(
                ExitCode.CHECK_FAILED,
                "internal error: " + cause,
                "please report it with the stack trace that -v prints");
    }

    /** Prints the one or two lines of {@code thrown}, with the stack trace where asked for, and gives the exit code. */
    public static int report(Console console, Throwable thrown, boolean verbose) {
        Failure failure = of(thrown);
        console.err().println("alexnet: " + failure.message().strip().replaceAll("\\s*\\R\\s*", " "));
        if (failure.hint() != null) {
            console.err().println("hint: " + failure.hint().strip().replaceAll("\\s*\\R\\s*", " "));
        }
        if (verbose) {
            thrown.printStackTrace(console.err());
        }
        return failure.exitCode();
    }

    /** A file system's complaint as {@code FILE: reason}. */
    public static String message(IOException thrown) {
        if (thrown instanceof NoSuchFileException known) {
            return known.getFile() + ": no such file or folder";
        }
        if (thrown instanceof AccessDeniedException known) {
            return known.getFile() + ": permission denied";
        }
        if (thrown instanceof FileAlreadyExistsException known) {
            return known.getFile() + ": exists already";
        }
        if (thrown instanceof NotDirectoryException known) {
            return known.getFile() + ": is not a folder";
        }
        if (thrown instanceof FileSystemException known && known.getFile() != null) {
            return known.getFile() + ": " + (known.getReason() == null ? "input/output error" : known.getReason());
        }
        if (thrown instanceof FileNotFoundException) {
            return thrown.getMessage();
        }
        return thrown.getMessage() == null ? "input/output error" : thrown.getMessage();
    }
}
