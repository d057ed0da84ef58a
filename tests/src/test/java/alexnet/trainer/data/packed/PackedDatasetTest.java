package alexnet.trainer.data.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.trainer.data.Pictures;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedDatasetTest {

    private static final int SIZE = 64;
    private static final int IMAGE_BYTES = 3 * SIZE * SIZE;

    @TempDir
    Path folder;

    /** 200 pictures of noise: 2.4 MB, three blocks, in as many shards as fit the length given. */
    private byte[][] write(Path set, long shardBytes) throws IOException {
        byte[][] images = new byte[200][];
        try (SetWriter writer = new SetWriter(set, SIZE, List.of("a", "b", "c"), shardBytes)) {
            for (int i = 0; i < images.length; i++) {
                images[i] = Pictures.noise(SIZE, SIZE, i).pixels();
                writer.add(images[i], i % 3, "x/" + i + ".jpg");
            }
            writer.skip("x/bad.jpg", "truncated");
            writer.finish(new PackedIndex.Source("test", "f00d", "all", 0, 0, 0, ResizeForm.CROP));
        }
        return images;
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 30, 70 * IMAGE_BYTES, 100 * IMAGE_BYTES + 128, 1})
    void everyPictureComesBackFromAnyNumberOfShards(long shardBytes) throws IOException {
        byte[][] images = write(folder, shardBytes);
        try (PackedDataset set = PackedDataset.open(folder)) {
            assertThat(set.count()).isEqualTo(200);
            assertThat(set.size()).isEqualTo(SIZE);
            ByteBuffer two = ByteBuffer.allocateDirect(2 * IMAGE_BYTES);
            for (int i = 199; i >= 0; i--) {
                two.clear();
                set.read(i, two);
                set.read(0, two);
                assertThat(two.position()).isEqualTo(2 * IMAGE_BYTES);
                byte[] first = new byte[IMAGE_BYTES];
                two.get(0, first);
                assertThat(Arrays.equals(first, images[i])).as("picture %d", i).isTrue();
                two.get(IMAGE_BYTES, first);
                assertThat(Arrays.equals(first, images[0])).isTrue();
                assertThat(set.label(i)).isEqualTo(i % 3);
                assertThat(set.name(i)).isEqualTo("x/" + i + ".jpg");
            }
        }
    }

    @Test
    void manyThreadsMayRead() throws IOException {
        byte[][] images = write(folder, 1L << 30);
        try (PackedDataset set = PackedDataset.open(folder)) {
            boolean equal = IntStream.range(0, 2000).parallel().allMatch(i -> {
                ByteBuffer pixels = ByteBuffer.allocate(IMAGE_BYTES);
                set.read(i * 7 % 200, pixels);
                return Arrays.equals(pixels.array(), images[i * 7 % 200]);
            });
            assertThat(equal).isTrue();
        }
    }

    @Test
    void filesAreThoseThatNumPyWrites() throws IOException {
        write(folder, 1L << 30);
        byte[] images = Files.readAllBytes(folder.resolve("images-00000.npy"));
        String header = "\u0093NUMPY\1\0v\0{'descr': '|u1', 'fortran_order': False, 'shape': (200, 64, 64, 3), }";
        assertThat(new String(images, 0, header.length(), StandardCharsets.ISO_8859_1))
                .isEqualTo(header);
        for (int i = header.length(); i < 127; i++) {
            assertThat(images[i]).isEqualTo((byte) ' ');
        }
        assertThat(images[127]).isEqualTo((byte) '\n');
        assertThat(images).hasSize(128 + 200 * IMAGE_BYTES);
        byte[] labels = Files.readAllBytes(folder.resolve("labels.npy"));
        assertThat(new String(labels, StandardCharsets.ISO_8859_1))
                .contains("{'descr': '<i4', 'fortran_order': False, 'shape': (200,), }");
        assertThat(Arrays.copyOfRange(labels, 128, 140)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0);
    }

    @Test
    void flippedBytesOfTheIndexAreFound() throws IOException {
        write(folder, 1L << 30);
        for (String name : List.of("dataset.json", "labels.npy", "names.txt", "skipped.csv")) {
            Path file = folder.resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            for (int at = 0; at < bytes.length; at += name.equals("dataset.json") ? 3 : 37) {
                byte[] flipped = bytes.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);
                int where = at;
                assertThatThrownBy(() -> PackedDataset.open(folder))
                        .as(() -> name + " byte " + where)
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining(name);
            }
            Files.write(file, bytes);
        }
        PackedDataset.open(folder).close();
    }

    @Test
    void aFlippedByteOfTheMeanIsFound() throws IOException {
        write(folder, 1L << 30);
        flip(folder.resolve("mean.npy"), 5000);
        assertThatThrownBy(() -> PackedDataset.open(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("mean.npy: damaged: checksum (expected ");
    }

    @Test
    void aFlippedPixelIsFoundBeforeAnyOfItsBlockIsRead() throws IOException {
        write(folder, 1L << 30);
        flip(folder.resolve("images-00000.npy"), 128 + (1 << 20) + 77);
        try (PackedDataset set = PackedDataset.open(folder)) {
            ByteBuffer pixels = ByteBuffer.allocate(IMAGE_BYTES);
            set.read(0, pixels);
            set.read(199, pixels.clear());
            int before = (1 << 20) / IMAGE_BYTES; // begins in block 0 and ends in block 1
            for (int image : new int[] {before, before + 1, 2 * before}) {
                assertThatThrownBy(() -> set.read(image, pixels.clear()))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("images-00000.npy: damaged: checksum of block 1 (pictures ");
                assertThat(pixels.position()).isZero();
            }
        }
    }

    @Test
    void headersLengthsAndMissingFilesAreChecked() throws IOException {
        write(folder, 70 * IMAGE_BYTES);
        Path shard = folder.resolve("images-00001.npy");
        byte[] bytes = Files.readAllBytes(shard);
        flip(shard, 100);
        assertOpenFails("images-00001.npy: damaged .npy header at byte 100");
        Files.write(shard, Arrays.copyOf(bytes, bytes.length - 1));
        assertOpenFails("images-00001.npy: wrong length (expected " + bytes.length + " bytes, found ");
        Files.delete(shard);
        assertOpenFails("images-00001.npy: missing from the packed data set");
        Files.write(shard, bytes);
        PackedDataset.open(folder).close();
        Files.delete(folder.resolve("dataset.json"));
        assertOpenFails("not a packed data set (expected dataset.json in it, found none)");
    }

    @Test
    void aContradictionInTheIndexIsFoundThoughItsChecksumIsRight() throws IOException {
        write(folder, 1L << 30);
        PackedIndex index = PackedIndex.read(folder);
        rewrite(index, 201, index.classes(), index.shards());
        assertOpenFails("dataset.json: damaged index: sum of classCounts (expected 201, found 200)");
        rewrite(index, 200, List.of("a", "b", "a"), index.shards());
        assertOpenFails("different class names");
        PackedIndex.Shard shard = index.shards().get(0);
        rewrite(
                index,
                200,
                index.classes(),
                List.of(new PackedIndex.Shard(
                        "../images-00000.npy", 200, shard.bytes(), shard.blockBytes(), shard.crc32c())));
        assertOpenFails("shard name (expected images-00000.npy, found ../images-00000.npy)");
        rewrite(
                index,
                200,
                index.classes(),
                List.of(new PackedIndex.Shard(shard.file(), 200, shard.bytes(), 1, shard.crc32c())));
        assertOpenFails("images-00000.npy checksums");
        rewrite(index, 200, index.classes(), index.shards());
        String json = Files.readString(folder.resolve("dataset.json"));
        assertOpenFails(
                "another format version (expected 1, found 2)",
                json.replace("\"version\" : 1", "\"version\" : 2, \"later\" : true"));
        assertOpenFails(
                "damaged index: Unrecognized field \"colour\" at colour",
                json.replace("\"version\" : 1", "\"colour\" : 1, \"version\" : 1"));
        assertOpenFails("damaged index: Missing creator property 'size' at size", json.replace("\"size\" : 64,", ""));
    }

    private void rewrite(PackedIndex index, int count, List<String> classes, List<PackedIndex.Shard> shards)
            throws IOException {
        new PackedIndex(
                        index.format(),
                        index.version(),
                        index.size(),
                        count,
                        classes,
                        index.classCounts(),
                        index.source(),
                        index.channelMean(),
                        index.eigenvalues(),
                        index.eigenvectors(),
                        shards,
                        index.files(),
                        "")
                .write(folder);
    }

    private void assertOpenFails(String message, String json) throws IOException {
        String blank = json.replaceAll("\"crc32c\" : \"[0-9a-f]{8}\"\\s*\\}\\s*$", "\"crc32c\" : \"00000000\"\n}\n");
        String sum = PackedIndex.hex(PackedIndex.crc(blank.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(
                folder.resolve("dataset.json"),
                blank.replaceAll("\"crc32c\" : \"00000000\"\n}\n$", "\"crc32c\" : \"" + sum + "\"\n}\n"));
        assertOpenFails(message);
    }

    private void assertOpenFails(String message) {
        assertThatThrownBy(() -> PackedDataset.open(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void randomBytesForAnIndexAreRefused() throws IOException {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            Files.write(folder.resolve("dataset.json"), bytes);
            assertOpenFails("dataset.json");
        }
    }

    @Test
    void fingerprintFollowsTheContents() throws IOException {
        write(folder.resolve("a"), 1L << 30);
        write(folder.resolve("b"), 1L << 30);
        try (SetWriter writer = new SetWriter(folder.resolve("c"), SIZE, List.of("a", "b", "d"))) {
            writer.add(Pictures.noise(SIZE, SIZE, 0).pixels(), 0, "x");
            writer.finish(new PackedIndex.Source("test", "f00d", "all", 0, 0, 0, ResizeForm.CROP));
        }
        try (PackedDataset a = PackedDataset.open(folder.resolve("a"));
                PackedDataset b = PackedDataset.open(folder.resolve("b"));
                PackedDataset c = PackedDataset.open(folder.resolve("c"))) {
            assertThat(a.fingerprint()).isEqualTo(b.fingerprint()).isNotEqualTo(c.fingerprint());
            a.requireSameClasses(b);
            assertThatThrownBy(() -> a.requireSameClasses(c))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("class d is not in");
        }
    }

    @Test
    void aClosedSetIsNotRead() throws IOException {
        write(folder, 1L << 30);
        PackedDataset set = PackedDataset.open(folder);
        set.close();
        assertThatThrownBy(() -> set.read(0, ByteBuffer.allocate(IMAGE_BYTES)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
