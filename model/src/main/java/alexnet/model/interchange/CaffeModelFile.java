package alexnet.model.interchange;

import alexnet.model.Safetensors.Entry;
import alexnet.model.Tensor;
import alexnet.model.WeightSource;
import alexnet.model.WeightsException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An open {@code .caffemodel} file: Caffe's NetParameter as protobuf, in both forms (docs/reproducing.md, the caffemodel
 * format): {@code layers} of V1LayerParameter, or {@code layer} of LayerParameter. The first blob of a layer {@code NAME}
 * is {@code NAME.weight}, the second {@code NAME.bias}. Opening scans the file and records the position of each blob only.
 *
 * <p>Blobs without a shape have four extents. A bias is then (1,1,1,N) and becomes (N), a matrix (1,1,outputs,inputs)
 * and becomes (outputs,inputs).
 */
public final class CaffeModelFile implements WeightSource {

    /** Lengths in protobuf are ints. */
    private static final long LONGEST = Integer.MAX_VALUE;

    private static final int LONGEST_NAME = 1000;
    private static final List<String> ROLES = List.of("weight", "bias");

    /** A tensor and the position of its message in the file. */
    private record Blob(int[] shape, ProtobufMessages.Place place) {}

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Blob> blobs = new LinkedHashMap<>();

    private CaffeModelFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file and walks through it.
     *
     * @throws WeightsException when it is damaged, no caffemodel or holds no weights, with the place
     * @throws IOException when it cannot be read
     */
    public static CaffeModelFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            CaffeModelFile opened = new CaffeModelFile(file, channel);
            opened.scan(channel.size());
            return opened;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void scan(long size) throws IOException {
        if (size > LONGEST) {
            throw new WeightsException(
                    file + ": too long for protobuf (expected at most " + LONGEST + " bytes, found " + size + ")");
        }
        ProtobufMessages messages = at(new ProtobufMessages.Place(0, (int) size));
        Set<Integer> forms = new TreeSet<>();
        messages.forEachField((number, wireType) -> {
            switch (number) {
                case CaffeFields.NET_LAYERS -> readLayer(messages, wireType, CaffeFields.V1_NAME, CaffeFields.V1_BLOBS);
                case CaffeFields.NET_LAYER ->
                    readLayer(messages, wireType, CaffeFields.LAYER_NAME, CaffeFields.LAYER_BLOBS);
                default -> {
                    messages.skip(wireType);
                    return;
                }
            }
            forms.add(number);
            if (forms.size() > 1) {
                throw messages.damaged(
                        "layers of both forms (expected those of one field, found fields " + forms + ")");
            }
        });
        if (blobs.isEmpty()) {
            throw new WeightsException(file + ": holds no weights (expected layers with blobs in field "
                    + CaffeFields.NET_LAYERS + " or " + CaffeFields.NET_LAYER + " of a NetParameter, found none in "
                    + size
                    + " bytes)");
        }
    }

    private ProtobufMessages at(ProtobufMessages.Place place) throws IOException {
        return new ProtobufMessages(
                file.toString(),
                Channels.newInputStream(channel.position(place.start())),
                place.start(),
                place.length());
    }

    private void readLayer(ProtobufMessages messages, int wireType, int nameField, int blobsField) throws IOException {
        String[] name = {""};
        List<Blob> found = new ArrayList<>();
        long start = messages.position();
        messages.forEachFieldWithin(wireType, (number, type) -> {
            if (number == nameField) {
                name[0] = messages.text(type, LONGEST_NAME);
            } else if (number == blobsField) {
                found.add(readBlob(messages, type, found.size()));
            } else {
                messages.skip(type);
            }
        });
        if (found.isEmpty()) {
            return;
        }
        if (found.size() > ROLES.size()) {
            throw new WeightsException(file + ": " + name[0] + " at byte " + start
                    + ": too many blobs (expected weights and biases, found " + found.size() + ")");
        }
        for (int i = 0; i < found.size(); i++) {
            if (blobs.put(name[0] + "." + ROLES.get(i), found.get(i)) != null) {
                throw new WeightsException(file + ": " + name[0] + " at byte " + start
                        + ": a second layer of that name has blobs (expected one)");
            }
        }
    }

    private static Blob readBlob(ProtobufMessages messages, int wireType, int index) throws IOException {
        BlobFields fields = new BlobFields(messages);
        ProtobufMessages.Place place = messages.forEachFieldWithin(wireType, fields);
        return new Blob(fields.shape(index), place);
    }

    /** Checks a blob's extents against the number of its values; the values stay in the file. */
    private static final class BlobFields implements ProtobufMessages.Field {
        private final ProtobufMessages messages;
        private final List<Long> shape = new ArrayList<>();
        private long[] legacy;
        private long count;

        BlobFields(ProtobufMessages messages) {
            this.messages = messages;
        }

        @Override
        public void read(int number, int wireType) throws IOException {
            switch (number) {
                case CaffeFields.BLOB_DATA -> {
                    int floats = messages.floats(wireType);
                    messages.skipFloats(floats);
                    count += floats;
                }
                case CaffeFields.BLOB_NUM,
                        CaffeFields.BLOB_CHANNELS,
                        CaffeFields.BLOB_HEIGHT,
                        CaffeFields.BLOB_WIDTH -> {
                    legacy = legacy == null ? new long[CaffeFields.LEGACY_AXES] : legacy;
                    legacy[number - CaffeFields.BLOB_NUM] = messages.varint(wireType);
                }
                case CaffeFields.BLOB_SHAPE -> messages.forEachFieldWithin(wireType, this::readShape);
                case CaffeFields.BLOB_DOUBLE_DATA ->
                    throw messages.damaged("a blob of double values (expected float values in field 5)");
                default -> messages.skip(wireType);
            }
        }

        private void readShape(int number, int wireType) throws IOException {
            if (number != CaffeFields.SHAPE_DIM) {
                messages.skip(wireType);
                return;
            }
            messages.varints(wireType, extent -> {
                if (shape.size() == CaffeFields.MOST_AXES) {
                    throw messages.damaged(
                            "a blob has too many extents (expected at most " + CaffeFields.MOST_AXES + ")");
                }
                shape.add(extent);
            });
        }

        /** As Caffe does: the four extents, where they are there, go before the shape. */
        int[] shape(int index) {
            long[] extents = legacy != null
                    ? withoutLeadingOnes(legacy, index)
                    : shape.stream().mapToLong(Long::longValue).toArray();
            long elements = 1;
            for (long extent : extents) {
                // Both factors are below 2^31, so the product cannot overflow before it is looked at.
                elements = extent < 0 || extent > Integer.MAX_VALUE
                        ? Integer.MAX_VALUE
                        : Math.min(elements * extent, Integer.MAX_VALUE);
            }
            if (elements != count) {
                throw messages.damaged("a blob's extents do not fit its values (expected those of "
                        + Arrays.toString(extents) + ", found " + count + ")");
            }
            return Arrays.stream(extents).mapToInt(Math::toIntExact).toArray();
        }
    }

    private static long[] withoutLeadingOnes(long[] extents, int index) {
        int axes = ROLES.get(Math.min(index, 1)).equals("bias") ? 1 : 2;
        int leading = CaffeFields.LEGACY_AXES - axes;
        return Arrays.stream(extents, 0, leading).allMatch(extent -> extent == 1)
                ? Arrays.copyOfRange(extents, leading, CaffeFields.LEGACY_AXES)
                : extents;
    }

    @Override
    public String origin() {
        return file.toString();
    }

    @Override
    public List<Entry> entries() {
        return blobs.entrySet().stream()
                .map(blob -> new Entry(blob.getKey(), blob.getValue().shape()))
                .toList();
    }

    @Override
    public Tensor read(String name) throws IOException {
        Blob blob = blobs.get(name);
        if (blob == null) {
            throw new WeightsException(file + ": " + name + ": no such tensor (found " + blobs.keySet() + ")");
        }
        float[] values = new float[Tensor.elements(blob.shape())];
        ValueFields fields = new ValueFields(at(blob.place()), values);
        fields.messages.forEachField(fields);
        return new Tensor(name, blob.shape(), values);
    }

    /** Takes a blob's values, which may come in several pieces. */
    private static final class ValueFields implements ProtobufMessages.Field {
        private final ProtobufMessages messages;
        private final float[] values;
        private int done;

        ValueFields(ProtobufMessages messages, float[] values) {
            this.messages = messages;
            this.values = values;
        }

        @Override
        public void read(int number, int wireType) throws IOException {
            if (number != CaffeFields.BLOB_DATA) {
                messages.skip(wireType);
                return;
            }
            int floats = messages.floats(wireType);
            if (floats > values.length - done) {
                throw messages.damaged(
                        "the file changed while it was read (expected " + values.length + " values, found more)");
            }
            for (int i = 0; i < floats; i++) {
                values[done++] = messages.nextFloat();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
