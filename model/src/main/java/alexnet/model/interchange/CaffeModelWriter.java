package alexnet.model.interchange;

import alexnet.model.Network;
import alexnet.model.PlannedLayer;
import alexnet.model.Safetensors.Entry;
import alexnet.model.Tensor;
import alexnet.model.WeightSource;
import alexnet.model.WeightsException;
import alexnet.model.layer.Parameter;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes {@code .caffemodel} files: a NetParameter with the name of the network and, for each layer that has weights, its
 * name, type and two blobs. Caffe takes the rest from the prototxt of the network that the weights are copied to.
 */
public final class CaffeModelWriter {

    /** Which of Caffe's two forms of a layer is written. */
    public enum Form {
        /** {@code layer}, field 100, with shapes; read by Caffe since the end of 2014. */
        LAYER,
        /** {@code layers}, field 2, with num, channels, height and width; read by every Caffe. */
        V1
    }

    /** What Caffe calls a kind of layer. */
    private record Kind(String type, int v1Type) {}

    /** Lengths in protobuf are ints; some bytes are left for the network's name. */
    private static final long LONGEST = Integer.MAX_VALUE - 10_000;

    private static final Map<String, Kind> KINDS = Map.of(
            "conv", new Kind("Convolution", CaffeFields.V1_CONVOLUTION),
            "fully_connected", new Kind("InnerProduct", CaffeFields.V1_INNER_PRODUCT));

    private static final int LENGTH_DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /**
     * A blob's message without its values: the bytes before and after them.
     *
     * @param name of the tensor
     */
    private record Blob(String name, byte[] before, long valueBytes, byte[] behind) {
        long bytes() {
            return before.length + valueBytes + behind.length;
        }
    }

    /** A layer's message: its name and type, its blobs, and all its bytes. */
    private record Layer(byte[] head, List<Blob> blobs, long bytes) {}

    private CaffeModelWriter() {}

    /**
     * Writes all weights. Only one tensor is held in memory at a time.
     *
     * @param merged the network's weights in the merged layout
     * @throws WeightsException when Caffe has no such layer, or protobuf no file of that length
     * @throws IOException when the file cannot be written
     */
    public static void write(Path file, Form form, Network network, WeightSource merged) throws IOException {
        Map<String, Entry> entries =
                merged.entries().stream().collect(Collectors.toMap(Entry::name, Function.identity()));
        List<Layer> layers = new ArrayList<>();
        for (PlannedLayer layer : network.layers()) {
            if (!layer.parameters().isEmpty()) {
                layers.add(layer(form, layer, entries));
            }
        }
        long bytes = layers.stream().mapToLong(Layer::bytes).sum();
        if (bytes > LONGEST) {
            throw new WeightsException(
                    "caffemodel: " + network.name() + ": too much for one protobuf message (expected at most " + LONGEST
                            + " bytes, found " + bytes + ")");
        }
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            CodedOutputStream out = CodedOutputStream.newInstance(stream);
            out.writeString(CaffeFields.NET_NAME, network.name());
            boolean isV1 = form == Form.V1;
            for (Layer layer : layers) {
                out.writeTag(isV1 ? CaffeFields.NET_LAYERS : CaffeFields.NET_LAYER, LENGTH_DELIMITED);
                out.writeUInt32NoTag((int) layer.bytes());
                out.writeRawBytes(layer.head());
                for (Blob blob : layer.blobs()) {
                    out.writeTag(isV1 ? CaffeFields.V1_BLOBS : CaffeFields.LAYER_BLOBS, LENGTH_DELIMITED);
                    out.writeUInt32NoTag((int) blob.bytes());
                    out.writeRawBytes(blob.before());
                    FloatBytes.forEachChunk(merged.get(blob.name()).data(), out::writeRawBytes);
                    out.writeRawBytes(blob.behind());
                }
            }
            out.flush();
        }
    }

    private static Layer layer(Form form, PlannedLayer layer, Map<String, Entry> entries) throws IOException {
        String name = layer.spec().name();
        Kind kind = KINDS.get(layer.spec().kind());
        if (kind == null) {
            throw new WeightsException("caffemodel: " + name + ": Caffe has no such layer (expected one of "
                    + new TreeSet<>(KINDS.keySet()) + ", found " + layer.spec().kind() + ")");
        }
        byte[] head = message(out -> {
            if (form == Form.V1) {
                out.writeString(CaffeFields.V1_NAME, name);
                out.writeEnum(CaffeFields.V1_TYPE, kind.v1Type());
            } else {
                out.writeString(CaffeFields.LAYER_NAME, name);
                out.writeString(CaffeFields.LAYER_TYPE, kind.type());
            }
        });
        List<Blob> blobs = new ArrayList<>();
        long bytes = head.length;
        // In both forms the blobs' field is below 16, so that its tag is one byte.
        for (Parameter parameter : layer.parameters()) {
            Blob blob = blob(form, entries.get(name + "." + parameter.role()));
            blobs.add(blob);
            bytes += 1 + CodedOutputStream.computeUInt64SizeNoTag(blob.bytes()) + blob.bytes();
        }
        return new Layer(head, blobs, bytes);
    }

    private static Blob blob(Form form, Entry entry) throws IOException {
        long valueBytes = (long) Tensor.elements(entry.shape()) * Float.BYTES;
        byte[] values = message(out -> {
            out.writeTag(CaffeFields.BLOB_DATA, LENGTH_DELIMITED);
            out.writeUInt64NoTag(valueBytes);
        });
        byte[] extents = form == Form.V1 ? legacyExtents(entry) : shape(entry);
        // Fields are in the order of their numbers: the four extents before the values, a shape after them.
        return form == Form.V1
                ? new Blob(entry.name(), join(extents, values), valueBytes, new byte[0])
                : new Blob(entry.name(), values, valueBytes, extents);
    }

    private static byte[] legacyExtents(Entry entry) throws IOException {
        return message(out -> {
            int missing = CaffeFields.LEGACY_AXES - entry.shape().length;
            for (int axis = 0; axis < CaffeFields.LEGACY_AXES; axis++) {
                out.writeInt32(CaffeFields.BLOB_NUM + axis, axis < missing ? 1 : entry.shape()[axis - missing]);
            }
        });
    }

    private static byte[] shape(Entry entry) throws IOException {
        byte[] extents = message(out -> {
            for (int extent : entry.shape()) {
                out.writeInt64NoTag(extent);
            }
        });
        byte[] packed = message(out -> out.writeByteArray(CaffeFields.SHAPE_DIM, extents));
        return message(out -> out.writeByteArray(CaffeFields.BLOB_SHAPE, packed));
    }

    /** What writes a few fields. */
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
