package alexnet.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON header of a safetensors file. It is untrusted input: no size in it is allocated before it is checked, and
 * every rule of the format is checked before a value is read.
 *
 * @param length bytes of the header
 * @param spans tensors in the order of their values
 * @param metadata free text
 */
record SafetensorsHeader(long length, List<Span> spans, Map<String, String> metadata) {

    /** The format's own limit. */
    private static final long LONGEST = 100_000_000;

    /** The hint where a file is none of safetensors at all. */
    static final String FOREIGN = "'alexnet import --weights FILE --out FILE.safetensors' reads .npz and .caffemodel";

    /** A tensor and the bytes of its values, counted from the end of the header. */
    record Span(Safetensors.Entry entry, long begin, long end) {}

    /** Requires a length that format and file allow, before the header is read. */
    static void requireLength(String file, long length, long fileSize) {
        long most = Math.min(LONGEST, fileSize - Long.BYTES);
        if (length < 2 || length > most) {
            throw new WeightsException(
                    file + ": no safetensors header (expected a length from 2 to " + most + ", found "
                            + Long.toUnsignedString(length) + ")",
                    FOREIGN);
        }
    }

    /**
     * Reads a header.
     *
     * @param json the header's bytes
     * @param dataBytes bytes that follow it in the file
     * @throws WeightsException naming tensor and rule
     */
    static SafetensorsHeader parse(String file, byte[] json, long dataBytes) {
        if (json[0] != '{') {
            throw new WeightsException(
                    file + ": the header is no JSON object (expected '{', found byte " + (json[0] & 0xff) + ")");
        }
        Reader reader = new Reader(file, dataBytes);
        try (JsonParser parser = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .createParser(text(json))) {
            reader.readAll(parser);
        } catch (CharacterCodingException e) {
            throw new WeightsException(file + ": the header is not UTF-8");
        } catch (IOException e) {
            throw new WeightsException(file + ": the header is damaged: "
                    + e.getMessage().lines().findFirst().orElse("no JSON"));
        }
        reader.checkCoverage();
        return new SafetensorsHeader(json.length, List.copyOf(reader.spans), Map.copyOf(reader.metadata));
    }

    /** Strictly UTF-8; blanks may follow the object, and nothing else. */
    private static String text(byte[] json) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    }

    private static final class Reader {
        private final String file;
        private final long dataBytes;
        private final List<Span> spans = new ArrayList<>();
        private final Map<String, String> metadata = new TreeMap<>();

        Reader(String file, long dataBytes) {
            this.file = file;
            this.dataBytes = dataBytes;
        }

        void readAll(JsonParser parser) throws IOException {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                require(value == JsonToken.START_OBJECT, name, "expected an object, found " + value);
                if (name.equals("__metadata__")) {
                    readMetadata(parser);
                } else {
                    readTensor(name, parser);
                }
            }
            require(parser.nextToken() == null, "header", "something follows the object");
        }

        private void readMetadata(JsonParser parser) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                require(value == JsonToken.VALUE_STRING, "__metadata__", key + ": expected text, found " + value);
                metadata.put(key, parser.getText());
            }
        }

        private void readTensor(String name, JsonParser parser) throws IOException {
            Map<String, Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "dtype" -> {
                        require(value == JsonToken.VALUE_STRING, name, "dtype: expected text, found " + value);
                        fields.put(key, parser.getText());
                    }
                    case "shape", "data_offsets" -> fields.put(key, numbers(name + ": " + key, parser));
                    default -> throw error(name, "unknown key '" + key + "' (expected dtype, shape, data_offsets)");
                }
            }
            require(
                    fields.size() == 3,
                    name,
                    "a key is missing (expected dtype, shape, data_offsets, found " + fields.keySet() + ")");
            require(
                    fields.get("dtype").equals("F32"),
                    name,
                    "kind of number (expected F32, found " + fields.get("dtype") + ")");
            add(name, (long[]) fields.get("shape"), (long[]) fields.get("data_offsets"));
        }

        private long[] numbers(String what, JsonParser parser) throws IOException {
            require(parser.currentToken() == JsonToken.START_ARRAY, what, "expected a list");
            List<Long> numbers = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(
                        parser.currentToken() == JsonToken.VALUE_NUMBER_INT,
                        what,
                        "expected whole numbers, found " + parser.getText());
                numbers.add(parser.getLongValue());
            }
            return numbers.stream().mapToLong(Long::longValue).toArray();
        }

        private void add(String name, long[] shape, long[] offsets) {
            require(offsets.length == 2, name, "data_offsets (expected two, found " + offsets.length + ")");
            long elements = 1;
            int[] extents = new int[shape.length];
            for (int i = 0; i < shape.length; i++) {
                require(
                        shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE,
                        name,
                        "shape " + Arrays.toString(shape) + ": an extent is out of range");
                extents[i] = (int) shape[i];
                // Both factors are below 2^31, so the product cannot overflow before it is looked at.
                elements *= shape[i];
                require(
                        elements <= Integer.MAX_VALUE,
                        name,
                        "shape " + Arrays.toString(shape) + ": too many values (expected at most " + Integer.MAX_VALUE
                                + ")");
            }
            require(
                    offsets[0] >= 0 && offsets[1] >= offsets[0] && offsets[1] <= dataBytes,
                    name,
                    "data_offsets outside the file (expected 0 to " + dataBytes + ", found " + Arrays.toString(offsets)
                            + ")");
            require(
                    offsets[1] - offsets[0] == elements * Float.BYTES,
                    name,
                    "bytes of shape " + Arrays.toString(shape) + " (expected " + elements * Float.BYTES + ", found "
                            + (offsets[1] - offsets[0]) + ")");
            spans.add(new Span(new Safetensors.Entry(name, extents), offsets[0], offsets[1]));
        }

        /** Values must be contiguous, from the first byte to the last. */
        void checkCoverage() {
            spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
            long covered = 0;
            for (Span span : spans) {
                require(
                        span.begin() == covered,
                        span.entry().name(),
                        (span.begin() < covered ? "overlaps the tensor before it" : "a hole lies before it")
                                + " (expected to begin at " + covered + ", found " + span.begin() + ")");
                covered = span.end();
            }
            if (covered != dataBytes) {
                throw new WeightsException(file + ": bytes of all values (expected " + covered + " after the header,"
                        + " found " + dataBytes + ")");
            }
        }

        private void require(boolean holds, String name, String rule) {
            if (!holds) {
                throw error(name, rule);
            }
        }

        private WeightsException error(String name, String rule) {
            return new WeightsException(file + ": " + name + ": " + rule);
        }
    }
}
