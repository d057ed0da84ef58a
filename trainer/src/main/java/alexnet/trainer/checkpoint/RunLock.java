package alexnet.trainer.checkpoint;

import alexnet.trainer.failure.UsageException;
import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second trainer out of a run. The operating system gives the lock back when its process dies, so a lock file
 * that is left over blocks nobody.
 */
public final class RunLock implements AutoCloseable {

    private final Path run;
    private final FileChannel channel;

    private RunLock(Path run, FileChannel channel) {
        this.run = run;
        this.channel = channel;
    }

    /**
     * Takes the lock of a run.
     *
     * @throws UsageException with the process that holds it
     * @throws alexnet.trainer.failure.StorageException where no file can be made in the folder
     */
    public static RunLock take(Path run) {
        Path file = run.resolve(".lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(run);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            }
            if (lock == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new UsageException(
                        run.toString(),
                        "locked by pid " + (holder.isEmpty() ? "unknown" : holder) + ", which trains in it",
                        "wait for it to end, or choose another folder with --out");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
            return new RunLock(run, channel);
        } catch (IOException e) {
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw DurableFiles.notWritten(run, e);
        }
    }

    /** Deletes the run's folder with all that is in it. */
    public void discardRun() {
        DurableFiles.deleteQuietly(run);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
