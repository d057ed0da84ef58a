package alexnet.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * One file of tests/src/golden/make_golden.py: tensors of several kinds of number, which the reader of weights does not
 * take. Activations lie in it in PyTorch's order, image first.
 */
final class GoldenFile {

    private final String file;
    private final JsonNode header;
    private final ByteBuffer values;

    private GoldenFile(String file, JsonNode header, ByteBuffer values) {
        this.file = file;
        this.header = header;
        this.values = values;
    }

    static GoldenFile open(String name) {
        String file = name + ".safetensors";
        try (InputStream resource = GoldenFile.class.getResourceAsStream(file)) {
            ByteBuffer bytes = ByteBuffer.wrap(resource.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            byte[] json = new byte[Math.toIntExact(bytes.getLong())];
            bytes.get(json);
            return new GoldenFile(
                    file, new ObjectMapper().readTree(json), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all tensors that start so, without that start and sorted. */
    List<String> namesAfter(String start) {
        return StreamSupport.stream(((Iterable<String>) header::fieldNames).spliterator(), false)
                .filter(name -> name.startsWith(start))
                .map(name -> name.substring(start.length()))
                .sorted()
                .toList();
    }

    boolean has(String name) {
        return header.has(name);
    }

    int[] shape(String name) {
        return StreamSupport.stream(entry(name).get("shape").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    /** Any kind of number, exactly. */
    double[] doubles(String name) {
        JsonNode entry = entry(name);
        String kind = entry.get("dtype").asText();
        int at = entry.get("data_offsets").get(0).intValue();
        double[] found = new double[Arrays.stream(shape(name)).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < found.length; i++) {
            found[i] = switch (kind) {
                case "F64" -> values.getDouble(at + 8 * i);
                case "F32" -> values.getFloat(at + 4 * i);
                case "I32" -> values.getInt(at + 4 * i);
                case "U8" -> values.get(at + i) & 0xff;
                default -> throw new IllegalStateException(file + ": " + name + ": kind of number " + kind);
            };
        }
        return found;
    }

    float[] floats(String name) {
        return narrowed(doubles(name));
    }

    int[] ints(String name) {
        return Arrays.stream(doubles(name)).mapToInt(value -> (int) value).toArray();
    }

    byte[] bytes(String name) {
        int[] found = ints(name);
        byte[] bytes = new byte[found.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) found[i];
        }
        return bytes;
    }

    /** (N,...) turned to (...,N). */
    double[] batchInnermost(String name) {
        double[] found = doubles(name);
        int images = shape(name)[0];
        int features = found.length / images;
        double[] turned = new double[found.length];
        for (int n = 0; n < images; n++) {
            for (int i = 0; i < features; i++) {
                turned[i * images + n] = found[n * features + i];
            }
        }
        return turned;
    }

    static float[] narrowed(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private JsonNode entry(String name) {
        JsonNode entry = header.get(name);
        if (entry == null) {
            throw new IllegalStateException(file + ": no tensor " + name + ", run tests/src/golden/make_golden.py");
        }
        return entry;
    }
}
