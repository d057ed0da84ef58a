package alexnet.model;

import alexnet.model.text.Spelling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** An open file of safetensors whose header has been checked; values are read when asked for. */
public final class SafetensorsFile implements WeightSource {

    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final Map<String, SafetensorsHeader.Span> spans = new HashMap<>();

    private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        header.spans().forEach(span -> spans.put(span.entry().name(), span));
    }

    static SafetensorsFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new WeightsException(
                        file + ": too short for safetensors (expected at least 8 bytes, found " + size + ")",
                        SafetensorsHeader.FOREIGN);
            }
            long length = readAt(file, channel, 0, Long.BYTES).getLong();
            SafetensorsHeader.requireLength(file.toString(), length, size);
            byte[] json = readAt(file, channel, Long.BYTES, (int) length).array();
            return new SafetensorsFile(
                    file, channel, SafetensorsHeader.parse(file.toString(), json, size - Long.BYTES - length));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String origin() {
        return file.toString();
    }

    /** Names and shapes, in the order of the values. */
    @Override
    public List<Safetensors.Entry> entries() {
        return header.spans().stream().map(SafetensorsHeader.Span::entry).toList();
    }

    /** The free text under {@code __metadata__}. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Requires the same names and shapes as {@code expected}, in any order.
     *
     * @throws WeightsException naming what is missing, too many or of another shape
     */
    public void requireExactly(List<Safetensors.Entry> expected) {
        WeightLayout.requireExactly(file.toString(), expected, entries());
    }

    /**
     * Reads one tensor.
     *
     * @throws WeightsException when there is none of that name, or the file has become shorter
     * @throws IOException when it cannot be read
     */
    @Override
    public Tensor read(String name) throws IOException {
        SafetensorsHeader.Span span = spans.get(name);
        if (span == null) {
            throw new WeightsException(file + ": " + name + ": no such tensor" + Spelling.inline(name, spans.keySet())
                    + " (found " + new TreeSet<>(spans.keySet()) + ")");
        }
        float[] values = new float[Tensor.elements(span.entry().shape())];
        long position = Long.BYTES + header.length() + span.begin();
        int perChunk = CHUNK / Float.BYTES;
        for (int start = 0; start < values.length; start += perChunk) {
            int count = Math.min(perChunk, values.length - start);
            readAt(file, channel, position + (long) start * Float.BYTES, count * Float.BYTES)
                    .asFloatBuffer()
                    .get(values, start, count);
        }
        return new Tensor(name, span.entry().shape(), values);
    }

    private static ByteBuffer readAt(Path file, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new WeightsException(file + ": ends too early (expected " + (position + length) + " bytes, found "
                        + channel.size() + ")");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
