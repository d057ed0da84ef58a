package alexnet.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Files of named tensors in the safetensors format: eight bytes with the header's length, a JSON header that says where
 * each tensor lies, the values in row-major order; all little-endian, float32 here.
 */
public final class Safetensors {

    /** The header is filled up with blanks so that the values start at a multiple of this. */
    private static final int ALIGNMENT = 8;

    private static final int CHUNK = 1 << 20;

    /**
     * What a file says of one tensor.
     *
     * @param shape extents, the outermost first
     */
    public record Entry(String name, int[] shape) {
        @Override
        public String toString() {
            return name + " " + Arrays.toString(shape);
        }
    }

    private Safetensors() {}

    /**
     * Opens a file and checks its header wholly.
     *
     * @throws WeightsException when the file is not of the format, naming tensor and rule
     * @throws IOException when it cannot be read
     */
    public static SafetensorsFile open(Path file) throws IOException {
        return SafetensorsFile.open(file);
    }

    /**
     * Writes a file, tensors sorted by name, and flushes it to disk. Only one tensor is held in memory at a time.
     *
     * @param metadata free text, under {@code __metadata__}; left out when empty
     * @param entries names and shapes
     * @param source gives each tensor when its turn comes
     * @throws IOException when the file cannot be written
     */
    public static void write(
            Path file, Map<String, String> metadata, List<Entry> entries, Function<String, Tensor> source)
            throws IOException {
        List<Entry> sorted =
                entries.stream().sorted(Comparator.comparing(Entry::name)).toList();
        byte[] header = header(metadata, sorted);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(header.length).flip());
            writeAll(channel, ByteBuffer.wrap(header));
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (Entry entry : sorted) {
                Tensor tensor = source.apply(entry.name());
                requireShape(file.toString(), entry, tensor.shape());
                writeValues(channel, chunk, tensor.data());
            }
            channel.force(true);
        }
    }

    /** @throws WeightsException when the shapes differ, with both */
    static void requireShape(String file, Entry expected, int[] found) {
        if (!Arrays.equals(expected.shape(), found)) {
            throw new WeightsException(file + ": " + expected.name() + ": the shape differs (expected "
                    + Arrays.toString(expected.shape()) + ", found " + Arrays.toString(found) + ")");
        }
    }

    private static byte[] header(Map<String, String> metadata, List<Entry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (Map.Entry<String, String> text : new TreeMap<>(metadata).entrySet()) {
                    json.writeStringField(text.getKey(), text.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (Entry entry : entries) {
                long end = offset + (long) Tensor.elements(entry.shape()) * Float.BYTES;
                json.writeObjectFieldStart(entry.name());
                json.writeStringField("dtype", "F32");
                json.writeFieldName("shape");
                json.writeArray(entry.shape(), 0, entry.shape().length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, end}, 0, 2);
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        }
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void writeValues(FileChannel channel, ByteBuffer chunk, float[] values) throws IOException {
        int perChunk = CHUNK / Float.BYTES;
        for (int start = 0; start < values.length; start += perChunk) {
            int count = Math.min(perChunk, values.length - start);
            chunk.clear();
            chunk.asFloatBuffer().put(values, start, count);
            writeAll(channel, chunk.limit(count * Float.BYTES));
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
