package alexnet.trainer.failure;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints: results and progress on {@code out}, errors and warnings on {@code err}.
 *
 * @param terminal true where {@code out} is a terminal, so that a line may be drawn again
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {

    /** The process's own streams. The launcher script says whether output is a terminal; Java only knows of both ways. */
    public static Console system() {
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("alexnet.terminal"));
    }

    /** True where lines may be redrawn and coloured: a terminal, and NO_COLOR is not set. */
    public boolean redraws() {
        return terminal && System.getenv("NO_COLOR") == null;
    }

    /** A line on {@code out}. */
    public void line(String text) {
        out.println(text);
    }

    /** A warning, as one line on {@code err}. */
    public void warn(String text) {
        err.println("alexnet: warning: " + text);
    }
}
