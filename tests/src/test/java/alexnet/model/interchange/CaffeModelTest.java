package alexnet.model.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.model.Network;
import alexnet.model.NetworkText;
import alexnet.model.Tensor;
import alexnet.model.WeightLayout;
import alexnet.model.Weights;
import alexnet.model.WeightsException;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caffe's protobuf in both forms, built here field by field, and damaged in every way. */
final class CaffeModelTest {

    private static final float[] SIX = {0, 1, 2, 3, 4, 5};

    @TempDir
    private Path folder;

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

    private static byte[] packed(float... values) throws IOException {
        return message(out -> {
            for (float value : values) {
                out.writeFloatNoTag(value);
            }
        });
    }

    /** BlobProto with num, channels, height, width (fields 1 to 4) and data (5). */
    private static byte[] legacyBlob(int[] extents, float... values) throws IOException {
        return message(out -> {
            for (int i = 0; i < 4; i++) {
                out.writeInt32(1 + i, extents[i]);
            }
            out.writeByteArray(5, packed(values));
            out.writeByteArray(6, packed(9, 9));
        });
    }

    /** BlobProto with data (5) and shape (7, whose dim is 1, packed). */
    private static byte[] blob(int[] extents, float... values) throws IOException {
        byte[] dims = message(out -> {
            for (int extent : extents) {
                out.writeInt64NoTag(extent);
            }
        });
        return message(out -> {
            out.writeByteArray(5, packed(values));
            out.writeByteArray(7, message(shape -> shape.writeByteArray(1, dims)));
        });
    }

    /** NetParameter with one V1LayerParameter (bottom 2, top 3, name 4, type 5, blobs 6) that matters, and others. */
    private static byte[] v1() throws IOException {
        return message(out -> {
            out.writeString(1, "AlexNet");
            out.writeString(3, "data");
            out.writeInt32(4, 10);
            out.writeBool(5, false);
            out.writeByteArray(2, message(layer -> {
                layer.writeString(2, "data");
                layer.writeString(3, "relu");
                layer.writeString(4, "relu1");
                layer.writeEnum(5, 18);
            }));
            out.writeByteArray(2, message(layer -> {
                layer.writeString(2, "data");
                layer.writeString(4, "conv1");
                layer.writeEnum(5, 4);
                layer.writeByteArray(6, legacyBlob(new int[] {2, 1, 1, 3}, SIX));
                layer.writeByteArray(6, legacyBlob(new int[] {1, 1, 1, 2}, 7, 8));
                layer.writeFloat(7, 1);
                layer.writeDouble(99, 1);
            }));
            out.writeByteArray(2, message(layer -> {
                layer.writeByteArray(6, legacyBlob(new int[] {1, 1, 2, 3}, SIX));
                layer.writeByteArray(6, legacyBlob(new int[] {1, 1, 1, 2}, 7, 8));
                layer.writeString(4, "fc8");
            }));
        });
    }

    /** NetParameter with LayerParameters (name 1, type 2, bottom 3, blobs 7, phase 10). */
    private static byte[] layer(byte[]... blobs) throws IOException {
        return message(out -> {
            out.writeString(1, "AlexNet");
            out.writeByteArray(100, message(layer -> {
                layer.writeString(1, "conv1");
                layer.writeString(2, "Convolution");
                layer.writeString(3, "data");
                for (byte[] blob : blobs) {
                    layer.writeByteArray(7, blob);
                }
                layer.writeEnum(10, 1);
            }));
        });
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("made.caffemodel"), bytes);
    }

    private static List<Tensor> readAll(Path file) throws IOException {
        try (CaffeModelFile model = CaffeModelFile.open(file)) {
            return Weights.all(model);
        }
    }

    @Test
    void theOlderFormIsRead() throws IOException {
        assertThat(readAll(file(v1())))
                .containsExactly(
                        new Tensor("conv1.weight", new int[] {2, 1, 1, 3}, SIX),
                        new Tensor("conv1.bias", new int[] {2}, new float[] {7, 8}),
                        new Tensor("fc8.weight", new int[] {2, 3}, SIX),
                        new Tensor("fc8.bias", new int[] {2}, new float[] {7, 8}));
    }

    @Test
    void theNewerFormIsReadWithExtentsOfEitherKind() throws IOException {
        List<Tensor> expected = List.of(
                new Tensor("conv1.weight", new int[] {2, 1, 1, 3}, SIX),
                new Tensor("conv1.bias", new int[] {2}, new float[] {7, 8}));
        assertThat(readAll(file(layer(blob(new int[] {2, 1, 1, 3}, SIX), blob(new int[] {2}, 7, 8)))))
                .isEqualTo(expected);
        assertThat(readAll(file(
                        layer(legacyBlob(new int[] {2, 1, 1, 3}, SIX), legacyBlob(new int[] {1, 1, 1, 2}, 7, 8)))))
                .isEqualTo(expected);
    }

    @Test
    void valuesInPiecesAndOneByOneAreRead() throws IOException {
        byte[] pieces = message(out -> {
            out.writeByteArray(7, message(shape -> {
                shape.writeInt64(1, 2);
                shape.writeInt64(1, 3);
            }));
            out.writeByteArray(5, packed(0, 1));
            out.writeFloat(5, 2);
            out.writeByteArray(5, packed(3, 4, 5));
        });
        assertThat(readAll(file(layer(pieces, blob(new int[] {2}, 7, 8)))).get(0))
                .isEqualTo(new Tensor("conv1.weight", new int[] {2, 3}, SIX));
    }

    @Test
    void writtenFilesAreReadAgainInBothForms() throws IOException {
        Network network = Network.named("alexnet").scaled(0.05, 55, 5);
        Weights merged = Weights.random(WeightLayout.of(network).merged(), 1);
        for (CaffeModelWriter.Form form : CaffeModelWriter.Form.values()) {
            Path file = folder.resolve("written.caffemodel");
            CaffeModelWriter.write(file, form, network, merged);
            assertThat(readAll(file)).as(form.toString()).isEqualTo(merged.tensors());
        }
    }

    /** The written bytes, against those that the generated code of Caffe would write for the same message. */
    @Test
    void writtenBytesAreThoseOfTheMessage() throws IOException {
        Network network = Network.parse("tiny.yaml", NetworkText.of("tiny", 1, 1, 2, """
                - {name: fc1, kind: fully_connected, gpus: [0], reads: data, outputs: classes, activation: none, deviation: 1, bias: 0}
                - {name: softmax, kind: softmax, gpus: [0], reads: fc1}
                """));
        float[] values = SIX;
        Weights merged = new Weights(List.of(
                new Tensor("fc1.weight", new int[] {2, 3}, values),
                new Tensor("fc1.bias", new int[] {2}, new float[] {7, 8})));
        Path file = folder.resolve("tiny.caffemodel");
        CaffeModelWriter.write(file, CaffeModelWriter.Form.LAYER, network, merged);
        assertThat(Files.readAllBytes(file)).isEqualTo(message(out -> {
            out.writeString(1, "tiny");
            out.writeByteArray(100, message(layer -> {
                layer.writeString(1, "fc1");
                layer.writeString(2, "InnerProduct");
                layer.writeByteArray(7, blob(new int[] {2, 3}, values));
                layer.writeByteArray(7, blob(new int[] {2}, 7, 8));
            }));
        }));
        CaffeModelWriter.write(file, CaffeModelWriter.Form.V1, network, merged);
        assertThat(Files.readAllBytes(file)).isEqualTo(message(out -> {
            out.writeString(1, "tiny");
            out.writeByteArray(2, message(layer -> {
                layer.writeString(4, "fc1");
                layer.writeEnum(5, 14);
                layer.writeByteArray(6, withoutDiff(new int[] {1, 1, 2, 3}, values));
                layer.writeByteArray(6, withoutDiff(new int[] {1, 1, 1, 2}, 7, 8));
            }));
        }));
    }

    private static byte[] withoutDiff(int[] extents, float... values) throws IOException {
        byte[] blob = legacyBlob(extents, values);
        // The gradient: a tag, a length and two values.
        return Arrays.copyOf(blob, blob.length - 2 - 8);
    }

    @Test
    void aFileCutAnywhereIsRefusedWithThePlace() throws IOException {
        byte[][] files = {v1(), layer(blob(new int[] {2, 1, 1, 3}, SIX), blob(new int[] {2}, 7, 8))};
        for (byte[] whole : files) {
            // The last layer of both begins behind byte 20; a file that ends before it has no, or fewer, layers.
            for (int length = 0; length < whole.length; length++) {
                Path cut = file(Arrays.copyOf(whole, length));
                try {
                    assertThat(readAll(cut)).as("cut at %d", length).hasSize(2);
                } catch (WeightsException e) {
                    assertThat(e).hasMessageStartingWith(cut + ": ");
                    assertThat(e.getMessage()).containsPattern("at byte \\d+: |holds no weights");
                }
            }
            assertThatThrownBy(() -> readAll(file(Arrays.copyOf(whole, whole.length - 1))))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("a length passes the end of what it stands in (expected at most ");
        }
    }

    @Test
    void noTurnedBitLeadsToAnythingButAClearError() throws IOException {
        byte[] whole = v1();
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                readAll(file(damaged));
            } catch (WeightsException e) {
                assertThat(e).hasMessageStartingWith(folder.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertRefused("<!DOCTYPE html><html>no</html>".getBytes(), "damaged or no caffemodel, at byte ");
        assertRefused(new byte[0], "holds no weights (expected layers with blobs in field 2 or 100");
        assertRefused(message(out -> out.writeString(1, "AlexNet")), "holds no weights");
        // A length of 4 GiB less one, in a file of a few bytes.
        assertRefused(
                new byte[] {0x12, -1, -1, -1, -1, 0x0f, 0},
                "at byte 6: a length passes the end of what it stands in (expected at most 1, found 4294967295)");
    }

    @Test
    void blobsThatDoNotFitAreRefused() throws IOException {
        byte[] bias = blob(new int[] {2}, 7, 8);
        assertRefused(
                layer(blob(new int[] {2, 4}, SIX), bias),
                "a blob's extents do not fit its values (expected those of [2, 4], found 6)");
        assertRefused(layer(blob(new int[] {}, SIX), bias), "expected those of [], found 6");
        assertRefused(layer(blob(new int[] {-2, -3}, SIX), bias), "expected those of [-2, -3], found 6");
        assertRefused(
                layer(blob(new int[] {1 << 30, 1 << 30, 16}, SIX), bias), "a blob's extents do not fit its values");
        assertRefused(layer(blob(new int[33], SIX), bias), "a blob has too many extents (expected at most 32)");
        assertRefused(
                layer(bias, bias, bias), "conv1 at byte 11: too many blobs (expected weights and biases, found 3)");
        byte[] doubles = message(out -> out.writeByteArray(8, new byte[16]));
        assertRefused(layer(doubles, bias), "a blob of double values (expected float values in field 5)");
        byte[] odd = message(out -> out.writeByteArray(5, new byte[7]));
        assertRefused(
                layer(odd, bias), "float values end in the middle of one (expected a multiple of 4 bytes, found 7)");
        byte[] one = layer(bias, bias);
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertRefused(two, "a second layer of that name has blobs");
        byte[] both = Arrays.copyOf(one, one.length + v1().length);
        System.arraycopy(v1(), 0, both, one.length, v1().length);
        assertRefused(both, "layers of both forms (expected those of one field, found fields [2, 100])");
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason);
    }
}
