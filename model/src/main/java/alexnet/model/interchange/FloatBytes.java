package alexnet.model.interchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Float values as the bytes that NumPy and protobuf both use: little-endian, four each. */
final class FloatBytes {

    private static final int CHUNK = 1 << 20;

    private FloatBytes() {}

    /** Takes bytes as {@link java.io.OutputStream#write(byte[], int, int)} does. */
    interface Sink {
        void take(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Gives the values' bytes to {@code sink}, a piece at a time. */
    static void forEachChunk(float[] values, Sink sink) throws IOException {
        int perChunk = Math.min(CHUNK / Float.BYTES, values.length);
        ByteBuffer chunk = ByteBuffer.allocate(perChunk * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int start = 0; start < values.length; start += perChunk) {
            int count = Math.min(perChunk, values.length - start);
            chunk.asFloatBuffer().put(values, start, count);
            sink.take(chunk.array(), 0, count * Float.BYTES);
        }
    }
}
