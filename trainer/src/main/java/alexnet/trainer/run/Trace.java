package alexnet.trainer.run;

import alexnet.trainer.failure.StorageException;
import alexnet.trainer.file.DurableFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Spans of host time as Chrome trace events, which Perfetto and chrome://tracing show. The file is a JSON array that
 * grows; readers accept it without the closing bracket.
 */
public final class Trace implements AutoCloseable {

    private static final Trace NONE = new Trace(null, null);

    private final Path file;
    private final BufferedWriter out;
    private final long start = System.nanoTime();
    private boolean first = true;

    private Trace(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Opens a trace.
     *
     * @param file or null for one that keeps nothing
     * @throws StorageException where it cannot be written
     */
    public static Trace open(Path file) {
        if (file == null) {
            return NONE;
        }
        try {
            BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            out.write("[\n");
            return new Trace(file, out);
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }

    /** Notes that something went on from {@code fromNanos} (of {@link System#nanoTime}) until now. */
    public void span(String name, long fromNanos, long step) {
        if (out == null) {
            return;
        }
        double begin = (fromNanos - start) / 1e3;
        double length = (System.nanoTime() - fromNanos) / 1e3;
        try {
            out.write(String.format(
                    Locale.ROOT,
                    "%s{\"name\":\"%s\",\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":%.3f,\"dur\":%.3f,\"args\":{\"step\":%d}}",
                    first ? "" : ",\n",
                    name,
                    begin,
                    length,
                    step));
            first = false;
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }

    @Override
    public void close() {
        if (out == null) {
            return;
        }
        try (out) {
            out.write("\n]\n");
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }
}
