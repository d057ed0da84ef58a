package alexnet.trainer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.trainer.data.Pictures;
import alexnet.trainer.data.packed.PackOptions;
import alexnet.trainer.data.packed.PackProgress;
import alexnet.trainer.data.packed.PackReport;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.data.packed.Packer;
import alexnet.trainer.failure.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MNIST's idx files, CIFAR-10's batches and tar archives. */
class OtherSourcesTest {

    private static final int SIDE = 12;

    @TempDir
    Path folder;

    private PackReport pack(Path source, int size) {
        return Packer.pack(
                PackOptions.of(source, folder.resolve("out")).withSize(size).withWorkers(2), PackProgress.SILENT);
    }

    private void assertBad(Path source, String message) {
        assertThatThrownBy(() -> pack(source, SIDE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void idxPicturesBecomeGreyRgb(boolean gzip) {
        idx(20, 20, 20, 9, gzip);
        PackReport report = pack(folder.resolve("mnist"), SIDE);
        assertThat(report.sets().get(0).images()).isEqualTo(20);
        try (PackedDataset set = PackedDataset.open(folder.resolve("out"))) {
            assertThat(set.classes()).hasSize(10);
            ByteBuffer pixels = ByteBuffer.allocate(3 * SIDE * SIDE);
            for (int i = 0; i < 20; i++) {
                set.read(i, pixels.clear());
                for (int p = 0; p < SIDE * SIDE; p++) {
                    for (int c = 0; c < 3; c++) {
                        assertThat(pixels.get(3 * p + c)).isEqualTo((byte) (i * 7 + p));
                    }
                }
                assertThat(set.label(i)).isEqualTo(i % 10);
            }
        }
    }

    @Test
    void idxHeadersAreHeldAgainstWhatIsThere() throws IOException {
        Path images = folder.resolve("mnist/train-images-idx3-ubyte");
        Path labels = folder.resolve("mnist/train-labels-idx1-ubyte");
        idx(20, 21, 20, 9, false);
        assertBad(images, "picture data ends early (expected 3024 bytes for 21 pictures of 12x12, found 2880 bytes)");
        idx(20, 19, 20, 9, false);
        assertBad(images, "bytes after the last picture (expected 2736 bytes for 19 pictures of 12x12, found more)");
        idx(20, Integer.MAX_VALUE, 20, 9, false);
        assertBad(images, "expected 309237645168 bytes for 2147483647 pictures");
        idx(20, -1, 20, 9, false);
        assertBad(images, "count in the header (expected 1 to 2147483647, found -1)");
        idx(20, 20, 19, 9, false);
        assertBad(images, "labels-idx1-ubyte: number of labels in the header (expected 20 as in ");
        idx(20, 20, 20, 200, false);
        assertBad(images, "label of picture 19 (expected 0 to 9, found 200)");
        idx(20, 20, 20, 9, false);
        byte[] wrong = Files.readAllBytes(images);
        wrong[3] = 2;
        Files.write(images, wrong);
        assertBad(images, "magic number (expected 0x00000803, found 0x00000802)");
        Files.write(images, Arrays.copyOf(wrong, 6));
        assertBad(images, "idx3-ubyte: ");
        idx(20, 20, 20, 9, false);
        Files.write(labels, Arrays.copyOf(Files.readAllBytes(labels), 27));
        assertBad(images, "labels end early (expected 20, found 19)");
        Files.delete(labels);
        assertBad(images, "no labels beside it (expected train-labels-idx1-ubyte, found no such file)");
    }

    @Test
    void aCutGzipStreamIsNamed() throws IOException {
        idx(20, 20, 20, 9, true);
        Path images = folder.resolve("mnist/train-images-idx3-ubyte.gz");
        byte[] bytes = Files.readAllBytes(images);
        for (int length : new int[] {1, 5, 12, bytes.length / 2, bytes.length - 1}) {
            Files.write(images, Arrays.copyOf(bytes, length));
            assertBad(images, "idx3-ubyte.gz: ");
        }
    }

    private void idx(int there, int claimed, int labelCount, int lastLabel, boolean gzip) {
        ByteBuffer images = ByteBuffer.allocate(16 + there * SIDE * SIDE);
        images.putInt(0x803).putInt(claimed).putInt(SIDE).putInt(SIDE);
        ByteBuffer labels = ByteBuffer.allocate(8 + labelCount);
        labels.putInt(0x801).putInt(labelCount);
        for (int i = 0; i < there; i++) {
            for (int p = 0; p < SIDE * SIDE; p++) {
                images.put((byte) (i * 7 + p));
            }
        }
        for (int i = 0; i < labelCount; i++) {
            labels.put((byte) (i == labelCount - 1 ? lastLabel : i % 10));
        }
        String end = gzip ? ".gz" : "";
        Pictures.write(folder.resolve("mnist/train-images-idx3-ubyte" + end), zipped(images.array(), gzip));
        Pictures.write(folder.resolve("mnist/train-labels-idx1-ubyte" + end), zipped(labels.array(), gzip));
    }

    private static byte[] zipped(byte[] bytes, boolean gzip) {
        if (!gzip) {
            return bytes;
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    @Test
    void cifarPlanesBecomePixels() throws IOException {
        byte[] first = cifar(3);
        Pictures.write(folder.resolve("cifar/data_batch_1.bin"), first);
        Pictures.write(folder.resolve("cifar/data_batch_2.bin"), cifar(2));
        pack(folder.resolve("cifar"), 32);
        try (PackedDataset set = PackedDataset.open(folder.resolve("out"))) {
            assertThat(set.count()).isEqualTo(5);
            assertThat(set.classes()).startsWith("airplane", "automobile").hasSize(10);
            assertThat(set.name(4)).isEqualTo("data_batch_2.bin#1");
            ByteBuffer pixels = ByteBuffer.allocate(3 * 1024);
            set.read(2, pixels);
            for (int p = 0; p < 1024; p++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(pixels.get(3 * p + c)).isEqualTo(first[2 * 3073 + 1 + c * 1024 + p]);
                }
            }
            assertThat(set.label(2)).isEqualTo(2);
        }
    }

    @Test
    void cifarRecordsAreChecked() {
        Path file = folder.resolve("test_batch.bin");
        Pictures.write(file, Arrays.copyOf(cifar(3), 2 * 3073 + 100));
        assertBad(file, "record 2 is cut (expected 3073 bytes each, found 100 bytes)");
        byte[] wrong = cifar(3);
        wrong[3073] = 10;
        Pictures.write(file, wrong);
        assertBad(file, "label of record 1 (expected 0 to 9, found 10)");
        Pictures.write(file, new byte[0]);
        assertBad(file, "no whole number of records");
    }

    private static byte[] cifar(int records) {
        byte[] bytes = new byte[3073 * records];
        new java.util.Random(4).nextBytes(bytes);
        for (int i = 0; i < records; i++) {
            bytes[3073 * i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void aTarOfFoldersAndATarOfTarsGiveTheSameSetAsTheFolders() throws IOException {
        Path source = folder.resolve("pictures");
        Pictures.classFolders(source, 3, "n02", "n01");
        ByteArrayOutputStream flat = new ByteArrayOutputStream();
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        try (TarArchiveOutputStream flatTar = new TarArchiveOutputStream(flat);
                TarArchiveOutputStream outer = new TarArchiveOutputStream(nested)) {
            for (String name : List.of("n02", "n01")) {
                ByteArrayOutputStream inner = new ByteArrayOutputStream();
                try (TarArchiveOutputStream innerTar = new TarArchiveOutputStream(inner)) {
                    for (int i = 2; i >= 0; i--) {
                        byte[] bytes = Files.readAllBytes(source.resolve(name + "/00" + i + ".jpg"));
                        put(innerTar, "00" + i + ".jpg", bytes);
                        put(flatTar, "train/" + name + "/00" + i + ".jpg", bytes);
                    }
                }
                put(outer, name + ".tar", inner.toByteArray());
            }
            put(flatTar, "train/readme.txt", new byte[] {1, 2, 3});
        }
        Pictures.write(folder.resolve("flat.tar"), flat.toByteArray());
        Pictures.write(folder.resolve("nested.tar"), nested.toByteArray());
        String expected = null;
        for (String name : List.of("pictures", "flat.tar", "nested.tar")) {
            PackOptions options = PackOptions.of(folder.resolve(name), folder.resolve("out-" + name))
                    .withSize(24)
                    .withWorkers(2);
            PackReport report = Packer.pack(options, PackProgress.SILENT);
            assertThat(report.warnings()).hasSize(name.equals("flat.tar") ? 1 : 0);
            try (PackedDataset set = PackedDataset.open(options.out())) {
                assertThat(set.count()).isEqualTo(6);
                assertThat(set.classes()).containsExactly("n01", "n02");
                assertThat(set.name(5)).isEqualTo("n02/002.jpg");
                expected = expected == null ? set.fingerprint() : expected;
                assertThat(set.fingerprint()).isEqualTo(expected);
            }
        }
        byte[] cut = Arrays.copyOf(flat.toByteArray(), 4000);
        Pictures.write(folder.resolve("cut.tar"), cut);
        assertBad(folder.resolve("cut.tar"), "cut.tar: ");
    }

    @Test
    void membersThatAreNoPlainFilesAreRefusedAndNothingIsUnpacked() throws IOException {
        assertMember("../evil.jpg", TarConstants.LF_NORMAL, "a name that leads out of the archive");
        assertMember("a/../../evil.jpg", TarConstants.LF_NORMAL, "a name that leads out of the archive");
        assertMember("/tmp/evil.jpg", TarConstants.LF_NORMAL, "a name that leads out of the archive");
        assertMember("a/link.jpg", TarConstants.LF_SYMLINK, "a link to /etc/hostname");
        assertMember("a/hard.jpg", TarConstants.LF_LINK, "a link to /etc/hostname");
        assertMember("a/device.jpg", TarConstants.LF_CHR, "a device");
        assertMember("a/pipe.jpg", TarConstants.LF_FIFO, "a pipe");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("bad.tar"));
        }
    }

    private void assertMember(String name, byte kind, String message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            put(tar, "a/good.jpg", Pictures.jpeg(Pictures.photo(40, 40, 1)));
            byte[] content = kind == TarConstants.LF_NORMAL ? "evil".getBytes(StandardCharsets.US_ASCII) : new byte[0];
            TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
            if (kind == TarConstants.LF_SYMLINK || kind == TarConstants.LF_LINK) {
                entry.setLinkName("/etc/hostname");
            }
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        Pictures.write(folder.resolve("bad.tar"), bytes.toByteArray());
        assertBad(folder.resolve("bad.tar"), "member " + name + " (expected a plain file or folder, found " + message);
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
