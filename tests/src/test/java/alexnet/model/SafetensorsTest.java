package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights files: golden bytes, and that nothing but the format's own rules is ever accepted. */
final class SafetensorsTest {

    private static final Tensor B = new Tensor("b.weight", new int[] {2, 3}, new float[] {1, -2, 3.5f, 0, -0f, 1e-40f});
    private static final Tensor A = new Tensor("a.bias", new int[] {2}, new float[] {Float.MAX_VALUE, 7});
    private static final List<Safetensors.Entry> ENTRIES = List.of(
            new Safetensors.Entry("b.weight", new int[] {2, 3}), new Safetensors.Entry("a.bias", new int[] {2}));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeSample() throws IOException {
        file = folder.resolve("w.safetensors");
        Safetensors.write(file, Map.of("step", "12"), ENTRIES, name -> name.equals("a.bias") ? A : B);
    }

    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        String header = "{\"__metadata__\":{\"step\":\"12\"},"
                + "\"a.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[8,32]}}";
        header += " ".repeat((8 - header.length() % 8) % 8);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong())
                .isEqualTo(header.length());
        assertThat(new String(bytes, 8, header.length(), StandardCharsets.UTF_8))
                .isEqualTo(header);
        assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, 8 + header.length(), bytes.length)))
                .isEqualTo("ffff7f7f0000e040" + "0000803f000000c0000060400000000000000080c2160100");
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        try (SafetensorsFile read = Safetensors.open(file)) {
            assertThat(read.metadata()).containsExactly(Map.entry("step", "12"));
            assertThat(read.entries()).extracting(Safetensors.Entry::name).containsExactly("a.bias", "b.weight");
            assertThat(read.read("a.bias")).isEqualTo(A);
            assertThat(read.read("b.weight")).isEqualTo(B);
            assertThatThrownBy(() -> read.read("b.weigth"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("did you mean 'b.weight'?");
        }
    }

    @Test
    void tensorsLargerThanOneChunkAndWithoutValuesAreKept() throws IOException {
        float[] values = new float[300_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Tensor large = new Tensor("large", new int[] {values.length}, values);
        Tensor none = new Tensor("none", new int[] {0, 5}, new float[0]);
        Tensor one = new Tensor("one", new int[0], new float[] {3});
        Map<String, Tensor> tensors = Map.of("large", large, "none", none, "one", one);
        Safetensors.write(
                file,
                Map.of(),
                tensors.values().stream()
                        .map(tensor -> new Safetensors.Entry(tensor.name(), tensor.shape()))
                        .toList(),
                tensors::get);
        try (SafetensorsFile read = Safetensors.open(file)) {
            for (Tensor tensor : tensors.values()) {
                assertThat(read.read(tensor.name())).isEqualTo(tensor);
            }
        }
    }

    @Test
    void aSourceThatGivesAnotherShapeIsRefused() {
        assertThatThrownBy(() -> Safetensors.write(file, Map.of(), ENTRIES, name -> A))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("b.weight: the shape differs (expected [2, 3], found [2])");
    }

    @Test
    void otherTensorsThanExpectedAreNamed() throws IOException {
        try (SafetensorsFile read = Safetensors.open(file)) {
            read.requireExactly(ENTRIES);
            assertThatThrownBy(() ->
                            read.requireExactly(List.of(ENTRIES.get(0), new Safetensors.Entry("c", new int[] {1}))))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("missing [c], too many [a.bias]");
            assertThatThrownBy(() -> read.requireExactly(
                            List.of(new Safetensors.Entry("b.weight", new int[] {3, 2}), ENTRIES.get(1))))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("b.weight: the shape differs (expected [3, 2], found [2, 3])");
        }
    }

    /** Each row: a header over 16 bytes of values, and what the message must hold. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'a':{'dtype':'F16','shape':[8],'data_offsets':[0,16]}} | a: kind of number (expected F32, found F16)",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,16]}} | a: bytes of shape [3] (expected 12, found 16)",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[4,16]}} | a: a hole lies before it (expected to begin at 0, found 4)",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | expected 12 after the header, found 16",
                "{'a':{'dtype':'F32','shape':[5],'data_offsets':[0,20]}} | a: data_offsets outside the file (expected 0 to 16",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[16,0]}} | a: data_offsets outside the file",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[-16,0]}} | a: data_offsets outside the file",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0]}} | a: data_offsets (expected two, found 1)",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},'b':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}} | b: overlaps the tensor before it",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}} | Duplicate field 'a'",
                "{'a':{'dtype':'F32','dtype':'F32','shape':[4],'data_offsets':[0,16]}} | Duplicate field 'dtype'",
                "{'a':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,16]}} | too many values",
                "{'a':{'dtype':'F32','shape':[4294967297],'data_offsets':[0,16]}} | an extent is out of range",
                "{'a':{'dtype':'F32','shape':[-4],'data_offsets':[0,16]}} | an extent is out of range",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,16]}} | the header is damaged",
                "{'a':{'dtype':'F32','shape':[4.0],'data_offsets':[0,16]}} | a: shape: expected whole numbers, found 4.0",
                "{'a':{'dtype':'F32','shape':[[4]],'data_offsets':[0,16]}} | a: shape: expected whole numbers",
                "{'a':{'dtype':'F32','shape':4,'data_offsets':[0,16]}} | a: shape: expected a list",
                "{'a':{'dtype':4,'shape':[4],'data_offsets':[0,16]}} | a: dtype: expected text",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16],'x':1}} | a: unknown key 'x'",
                "{'a':{'dtype':'F32','data_offsets':[0,16]}} | a: a key is missing",
                "{'a':4} | a: expected an object",
                "{'__metadata__':{'x':1}} | __metadata__: x: expected text",
                "{'__metadata__':[]} | __metadata__: expected an object",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} x | the header is damaged",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} {} | something follows the object",
                "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]} | the header is damaged",
                "[] | the header is no JSON object",
                "{} | expected 0 after the header, found 16",
            })
    void headersThatBreakARuleAreRefusedWithIt(String header, String message) throws IOException {
        writeRaw(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() throws IOException {
        writeRaw(new byte[] {'{', '"', (byte) 0xc3, '"', '}'});
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "1", "100000001", "9223372036854775807", "1000"})
    void aLengthThatCannotBeIsRefusedBeforeAnythingIsAllocated(long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(length).array());
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("no safetensors header (expected a length from 2 to 92, found "
                        + Long.toUnsignedString(length) + ")");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(readOrRefuse())
                    .as("%d of %d bytes", length, whole.length)
                    .isEmpty();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThat(readOrRefuse()).as("one byte too many").isEmpty();
    }

    @Test
    void aFlippedBitInTheHeaderIsRefusedOrChangesNoTensor() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int headerEnd =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        Random random = new Random(145);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] flipped = whole.clone();
            int bit = random.nextInt(headerEnd * 8);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            List<Tensor> read = readOrRefuse();
            if (read.isEmpty()) {
                refused++;
            } else {
                assertThat(read).as("bit %d", bit).containsExactly(B, A);
            }
        }
        // Only the free text and the blanks of the header can change without harm.
        assertThat(refused).isBetween(700, 999);
    }

    /** The expected tensors, or none where the file was refused; any other exception fails the test. */
    private List<Tensor> readOrRefuse() throws IOException {
        try (SafetensorsFile read = Safetensors.open(file)) {
            read.requireExactly(ENTRIES);
            List<Tensor> tensors = new ArrayList<>();
            for (Safetensors.Entry entry : ENTRIES) {
                tensors.add(read.read(entry.name()));
            }
            return tensors;
        } catch (WeightsException e) {
            assertThat(e).hasMessageStartingWith(file.toString());
            return List.of();
        }
    }

    private void writeRaw(byte[] header) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(header.length).put(header).array());
    }
}
