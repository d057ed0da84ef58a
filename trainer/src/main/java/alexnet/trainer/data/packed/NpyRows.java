package alexnet.trainer.data.packed;

import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a NumPy file of float32 (n, length) row by row, so that memory does not depend on n. The file gets its name
 * only when it is complete and flushed to disk.
 */
public final class NpyRows implements AutoCloseable {

    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private int rows;
    private int length = -1;

    /**
     * Begins a file beside the one that is to be.
     *
     * @throws alexnet.trainer.failure.StorageException where it cannot be written
     */
    public NpyRows(Path file) {
        this.file = file;
        this.temporary = DurableFiles.temporary(file);
        try {
            channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            channel.position(Npy.HEADER_BYTES);
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }

    /** Adds a row, as long as the first. */
    public void add(float[] row) {
        if (length >= 0 && row.length != length) {
            throw new IllegalArgumentException(
                    file + ": length of row " + rows + " (expected " + length + ", found " + row.length + ")");
        }
        length = row.length;
        rows++;
        try {
            for (float value : row) {
                if (!chunk.hasRemaining()) {
                    drain();
                }
                chunk.putFloat(value);
            }
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }

    /** Writes what is left and the header, flushes all to the disk and gives the file its name. */
    public void finish() {
        try {
            drain();
            ByteBuffer header = ByteBuffer.wrap(Npy.header(Npy.Type.FLOAT32, rows, Math.max(0, length)));
            for (long at = 0; header.hasRemaining(); ) {
                at += channel.write(header, at);
            }
            channel.force(true);
            channel.close();
            DurableFiles.rename(temporary, file);
            DurableFiles.flushFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }

    /** Rows so far. */
    public int rows() {
        return rows;
    }

    /** Values of a row; 0 before the first. */
    public int length() {
        return Math.max(0, length);
    }

    private void drain() throws IOException {
        chunk.flip();
        while (chunk.hasRemaining()) {
            channel.write(chunk);
        }
        chunk.clear();
    }

    /** Gives up a file that was not finished; nothing of it is left then. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        } finally {
            DurableFiles.deleteQuietly(temporary);
        }
    }
}
