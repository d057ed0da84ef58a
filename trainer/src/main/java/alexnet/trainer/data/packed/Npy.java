package alexnet.trainer.data.packed;

import alexnet.model.interchange.NpyHeader;
import alexnet.trainer.failure.DataException;
import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * NumPy's file format, version 1.0, little-endian, C order: a header of a multiple of 64 bytes, then the data.
 * {@code numpy.load} opens what is written here, also with {@code mmap_mode}.
 */
public final class Npy {

    /** Headers are padded to this, so that a shape can be written in once it is known. */
    static final int HEADER_BYTES = 128;

    /** Element types, as NumPy spells them. */
    public enum Type {
        UINT8("|u1", 1),
        INT32("<i4", 4),
        FLOAT32("<f4", 4);

        private final String descriptor;
        private final int bytes;

        Type(String descriptor, int bytes) {
            this.descriptor = descriptor;
            this.bytes = bytes;
        }
    }

    private Npy() {}

    /** Writes (and flushes to disk) an array of float32. */
    public static void write(Path file, float[] values, int... shape) throws IOException {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        write(file, Type.FLOAT32, data, shape);
    }

    /** Writes (and flushes to disk) an array of int32. */
    public static void write(Path file, int[] values, int... shape) throws IOException {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(values);
        write(file, Type.INT32, data, shape);
    }

    /** As {@link #write(Path, int[], int...)}, so that readers see the old file or the new one. */
    public static void replace(Path file, int[] values, int... shape) throws IOException {
        Path temporary = DurableFiles.temporary(file);
        try {
            write(temporary, values, shape);
            DurableFiles.rename(temporary, file);
        } catch (IOException e) {
            DurableFiles.deleteQuietly(temporary);
            throw e;
        }
    }

    private static void write(Path file, Type type, ByteBuffer data, int[] shape) throws IOException {
        if (elements(shape) * type.bytes != data.remaining()) {
            throw new IllegalArgumentException(
                    file + ": shape " + Arrays.toString(shape) + " does not fit " + data.remaining() + " bytes");
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer header = ByteBuffer.wrap(header(type, shape));
            while (header.hasRemaining()) {
                channel.write(header);
            }
            while (data.hasRemaining()) {
                channel.write(data);
            }
            channel.force(true);
        }
    }

    /**
     * The data of a file that has to be of this type and shape, little-endian.
     *
     * @throws DataException where it is anything else
     */
    static ByteBuffer read(Path file, Type type, int... shape) throws IOException {
        byte[] expected = header(type, shape);
        long bytes = expected.length + elements(shape) * type.bytes;
        if (Files.size(file) != bytes) {
            throw DataException.unexpected(file, "wrong length", bytes + " bytes", Files.size(file) + " bytes");
        }
        byte[] content = Files.readAllBytes(file);
        checkHeader(file, expected, content);
        return ByteBuffer.wrap(content, expected.length, content.length - expected.length)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Compares the first bytes of a file with the header that it has to have. */
    static void checkHeader(Path file, byte[] expected, byte[] found) {
        int at = Arrays.mismatch(expected, Arrays.copyOf(found, expected.length));
        if (at >= 0) {
            throw DataException.unexpected(
                    file,
                    "damaged .npy header at byte " + at,
                    text(expected),
                    text(Arrays.copyOf(found, expected.length)));
        }
    }

    /** A header of {@link #HEADER_BYTES}. */
    static byte[] header(Type type, int... shape) {
        return NpyHeader.of(type.descriptor, HEADER_BYTES, shape);
    }

    private static long elements(int[] shape) {
        long elements = 1;
        for (int extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return elements;
    }

    private static String text(byte[] header) {
        return new String(header, StandardCharsets.ISO_8859_1)
                .replaceAll("[^\\x20-\\x7e]", "?")
                .strip();
    }
}
