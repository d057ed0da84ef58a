package alexnet.model.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.model.Safetensors.Entry;
import alexnet.model.Tensor;
import alexnet.model.Weights;
import alexnet.model.WeightsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NumPy's zips of arrays: as NumPy writes them, byte by byte, and damaged in every way. */
final class NpzTest {

    @TempDir
    private Path folder;

    /** The array of the values 0, 1, 2, ... as {@code numpy.lib.format} lays it out. */
    private static byte[] npy(int version, String descriptor, String order, String shape, int values) {
        StringBuilder text = new StringBuilder(
                "{'descr': '" + descriptor + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }");
        int before = version == 1 ? 10 : 12;
        while ((before + text.length() + 1) % 64 != 0) {
            text.append(' ');
        }
        text.append('\n');
        ByteBuffer bytes =
                ByteBuffer.allocate(before + text.length() + 4 * values).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) text.length());
        } else {
            bytes.putInt(text.length());
        }
        bytes.put(text.toString().getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < values; i++) {
            bytes.putFloat(i);
        }
        return bytes.array();
    }

    private Path zip(boolean compressed, String name, byte[] member) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(name);
            if (!compressed) {
                zip.setMethod(ZipOutputStream.STORED);
                CRC32 crc = new CRC32();
                crc.update(member);
                entry.setSize(member.length);
                entry.setCrc(crc.getValue());
            }
            zip.putNextEntry(entry);
            zip.write(member);
            zip.closeEntry();
        }
        return Files.write(folder.resolve("made.npz"), bytes.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "3, true"})
    void arraysOfSavezAndSavezCompressedAreRead(int version, boolean compressed) throws IOException {
        Path file = zip(compressed, "conv1.weight.npy", npy(version, "<f4", "False", "(2, 3)", 6));
        try (NpzFile npz = NpzFile.open(file)) {
            assertThat(npz.entries()).hasToString("[conv1.weight [2, 3]]");
            assertThat(npz.read("conv1.weight").data()).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void fortranOrderIsTransposed() throws IOException {
        Path file = zip(false, "w.npy", npy(1, "<f4", "True", "(2, 3, 4)", 24));
        try (NpzFile npz = NpzFile.open(file)) {
            Tensor tensor = npz.read("w");
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 3; j++) {
                    for (int k = 0; k < 4; k++) {
                        assertThat(tensor.data()[(i * 3 + j) * 4 + k]).isEqualTo(i + 2 * (j + 3 * k));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<f8; False; (3,); values of another type (expected '<f4', little-endian float32, found '<f8')",
                ">f4; False; (3,); values of another type (expected '<f4', little-endian float32, found '>f4')",
                "|O; False; (); values of another type",
                "<f4; Maybe; (3,); the header is damaged",
                "<f4; False; (4,); number of bytes differs from the shape's (expected 144 for w [4], found 140)",
                "<f4; False; (99999999999,); too many values",
                "<f4; False; (65536, 65536); too many values",
                "<f4; False; (3; the header is damaged",
            })
    void otherArraysAreRefused(String descriptor, String order, String shape, String reason) throws IOException {
        Path file = zip(false, "w.npy", npy(1, descriptor, order, shape, 3));
        assertThatThrownBy(() -> NpzFile.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": w: " + reason);
    }

    @Test
    void membersThatAreNoArraysAreRefused() throws IOException {
        Path torch = zip(true, "archive/data.pkl", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> NpzFile.open(torch)).hasMessageContaining("archive/data.pkl: is no NumPy array");
        Path empty = zip(true, "w.npy", new byte[3]);
        assertThatThrownBy(() -> NpzFile.open(empty)).hasMessageContaining("w: is damaged");
        Path text = zip(true, "w.npy", "no array at all".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> NpzFile.open(text)).hasMessageContaining("w: is no NumPy array");
    }

    @Test
    void writtenFilesHoldWhatNumpyWouldWrite() throws IOException {
        Path file = folder.resolve("written.npz");
        float[] values = {0, 1, 2, 3, 4, 5};
        NpzWriter.write(
                file,
                new Weights(List.of(
                        new Tensor("a.weight", new int[] {2, 3}, values),
                        new Tensor("a.bias", new int[] {6}, values))));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry weight = zip.getEntry("a.weight.npy");
            assertThat(weight.getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(zip.getInputStream(weight).readAllBytes()).isEqualTo(npy(1, "<f4", "False", "(2, 3)", 6));
            assertThat(zip.getInputStream(zip.getEntry("a.bias.npy")).readAllBytes())
                    .isEqualTo(npy(1, "<f4", "False", "(6,)", 6));
            assertThat(zip.size()).isEqualTo(2);
        }
        byte[] first = Files.readAllBytes(file);
        try (NpzFile npz = NpzFile.open(file)) {
            NpzWriter.write(folder.resolve("again.npz"), npz);
        }
        assertThat(Files.readAllBytes(folder.resolve("again.npz"))).isEqualTo(first);
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        for (boolean compressed : new boolean[] {false, true}) {
            byte[] whole = Files.readAllBytes(zip(compressed, "w.npy", npy(1, "<f4", "False", "(5, 7)", 35)));
            for (int length = 0; length < whole.length; length++) {
                Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> readAll(cut)).as("cut at %d", length).isInstanceOf(WeightsException.class);
            }
        }
    }

    /** A bit that turns is found by a checksum or a rule, or lies where nothing is read from. */
    @Test
    void noTurnedBitChangesAValueUnseen() throws IOException {
        for (boolean compressed : new boolean[] {false, true}) {
            byte[] whole = Files.readAllBytes(zip(compressed, "w.npy", npy(1, "<f4", "False", "(5, 7)", 35)));
            List<Tensor> expected = readAll(Files.write(folder.resolve("whole.npz"), whole));
            int refused = 0;
            for (int bit = 0; bit < 8 * whole.length; bit++) {
                byte[] damaged = whole.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                Path file = Files.write(folder.resolve("damaged.npz"), damaged);
                try {
                    List<Tensor> found = readAll(file);
                    assertThat(found.get(0).data())
                            .as("bit %d", bit)
                            .isEqualTo(expected.get(0).data());
                } catch (WeightsException e) {
                    refused++;
                }
            }
            assertThat(refused).isGreaterThan(compressed ? 500 : 8 * 35 * 4);
        }
    }

    private static List<Tensor> readAll(Path file) throws IOException {
        try (NpzFile npz = NpzFile.open(file)) {
            List<Entry> entries = npz.entries();
            assertThat(entries).hasSizeLessThan(3);
            return Weights.all(npz);
        }
    }
}
