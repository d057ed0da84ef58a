package alexnet.trainer.data.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import alexnet.trainer.data.Pictures;
import alexnet.trainer.data.image.ImageDecoder;
import alexnet.trainer.data.image.Resize;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackerTest {

    @TempDir
    Path folder;

    private Path source;
    private PackOptions options;

    @BeforeEach
    void makeSource() {
        source = folder.resolve("pictures");
        Pictures.classFolders(source, 12, "cat", "ant", "bee");
        options = PackOptions.of(source, folder.resolve("out")).withSize(32).withWorkers(2);
    }

    @Test
    void picturesAreDecodedResizedAndInSortedOrder() {
        PackReport report = pack(options);
        assertThat(report.sets()).containsExactly(new PackReport.PackedSet(options.out(), 36, 3));
        try (PackedDataset set = PackedDataset.open(options.out())) {
            assertThat(set.classes()).containsExactly("ant", "bee", "cat");
            assertThat(set.count()).isEqualTo(36);
            assertThat(set.classCounts()).containsExactly(12, 12, 12);
            ByteBuffer pixels = ByteBuffer.allocate(3 * 32 * 32);
            double[] sums = new double[pixels.capacity()];
            for (int i = 0; i < 36; i++) {
                String name = String.format("%s/%03d.jpg", set.classes().get(i / 12), i % 12);
                assertThat(set.name(i)).isEqualTo(name);
                assertThat(set.label(i)).isEqualTo(i / 12);
                pixels.clear();
                set.read(i, pixels);
                RgbImage expected = Resize.toSquare(new ImageDecoder().decode(source.resolve(name)), 32);
                assertThat(pixels.array()).isEqualTo(expected.pixels());
                for (int p = 0; p < sums.length; p++) {
                    sums[p] += expected.pixels()[p] & 0xff;
                }
            }
            float[] mean = set.mean();
            for (int p = 0; p < sums.length; p++) {
                assertThat(mean[p]).isEqualTo((float) (sums[p] / 36));
            }
        }
    }

    @Test
    void outputDoesNotDependOnTheNumberOfWorkers() throws IOException {
        pack(options.withWorkers(1));
        PackOptions other = new PackOptions(source, folder.resolve("out2"), 32, 5, 0, 0, 1);
        pack(other);
        assertThat(contents(other.out())).isEqualTo(contents(options.out()));
    }

    @Test
    void aSecondCallFindsTheSetUpToDateAndAnotherSizeIsRefused() throws IOException {
        pack(options);
        var before = contents(options.out());
        PackReport again = pack(options);
        assertThat(again.upToDate()).isTrue();
        assertThat(again.sets()).containsExactly(new PackReport.PackedSet(options.out(), 36, 3));
        assertThatThrownBy(() -> pack(options.withSize(16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--out: ")
                .hasMessageContaining("is not empty (expected a folder to make, found a packed set of another source");
        Pictures.write(source.resolve("ant/new.jpg"), Pictures.jpeg(Pictures.photo(50, 50, 77)));
        assertThatThrownBy(() -> pack(options)).isInstanceOf(IllegalArgumentException.class);
        assertThat(contents(options.out())).isEqualTo(before);
    }

    @Test
    void theFormIsKeptWithTheSetAndAnotherIsRefused() {
        pack(options.withResize(ResizeForm.WARP));
        try (PackedDataset set = PackedDataset.open(options.out())) {
            assertThat(set.resize()).isEqualTo(ResizeForm.WARP);
            ByteBuffer pixels = ByteBuffer.allocate(3 * 32 * 32);
            set.read(0, pixels);
            RgbImage picture = new ImageDecoder().decode(source.resolve("ant/000.jpg"));
            assertThat(pixels.array())
                    .isEqualTo(Resize.toSquare(picture, 32, ResizeForm.WARP).pixels());
        }
        assertThat(pack(options.withResize(ResizeForm.WARP)).upToDate()).isTrue();
        assertThatThrownBy(() -> pack(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not empty");
        Path cache = folder.resolve("cache");
        Path cropped = DatasetCache.resolve(source, options, cache, PackProgress.SILENT)
                .train();
        Path warped = DatasetCache.resolve(source, options.withResize(ResizeForm.WARP), cache, PackProgress.SILENT)
                .train();
        assertThat(warped).isNotEqualTo(cropped);
    }

    @Test
    void aSetFromBeforeThereWereFormsIsACroppedOne() throws IOException {
        pack(options);
        Path index = options.out().resolve("dataset.json");
        String text = Files.readString(index).replaceFirst(",\\s*\"resize\" : \"crop\"", "");
        assertThat(text).doesNotContain("resize");
        text = text.replaceFirst("(\"crc32c\" : \")[0-9a-f]{8}(\"\\s*\\}\\s*)$", "$100000000$2");
        String sum = PackedIndex.hex(PackedIndex.crc(text.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(index, text.substring(0, text.lastIndexOf("00000000")) + sum + "\"\n}\n");
        try (PackedDataset set = PackedDataset.open(options.out())) {
            assertThat(set.resize()).isEqualTo(ResizeForm.CROP);
        }
        assertThat(pack(options).upToDate()).isTrue();
    }

    @Test
    void otherFilesInTheOutputFolderAreNeverOverwritten() throws IOException {
        Files.createDirectories(options.out());
        pack(options); // an empty folder is fine
        Path other = folder.resolve("other");
        Pictures.write(other.resolve("thesis.txt"), new byte[] {1});
        assertThatThrownBy(() -> pack(new PackOptions(source, other, 32, 1, 0, 0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found other files");
        assertThatThrownBy(() -> pack(new PackOptions(source, other.resolve("thesis.txt"), 32, 1, 0, 0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a file");
        assertThat(Files.readAllBytes(other.resolve("thesis.txt"))).containsExactly(1);
    }

    @Test
    void badFilesStopPackingOrAreListed() throws IOException {
        byte[] jpeg = Pictures.jpeg(Pictures.photo(50, 50, 3));
        Pictures.write(source.resolve("bee/cut.jpg"), Arrays.copyOf(jpeg, 400));
        Pictures.write(source.resolve("cat/page.jpg"), "<html>".getBytes());
        assertThatThrownBy(() -> pack(options))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("bee/cut.jpg: truncated at byte 400")
                .satisfies(e -> assertThat(((DataException) e).hint())
                        .hasValueSatisfying(hint -> assertThat(hint).contains("--skip-bad")));
        assertThatThrownBy(() -> pack(options.withSkipBad(1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("page.jpg")
                .hasMessageContaining("bad file number 2 (expected at most --skip-bad 1)");
        assertThat(options.out()).doesNotExist();
        assertThat(list(folder)).containsExactly("pictures"); // nothing temporary stays
        PackReport report = pack(options.withSkipBad(2));
        assertThat(report.skipped())
                .extracting(PackReport.Skipped::file)
                .containsExactly("bee/cut.jpg", "cat/page.jpg");
        assertThat(report.sets().get(0).images()).isEqualTo(36);
        assertThat(Files.readString(options.out().resolve("skipped.csv")))
                .startsWith("file,reason\n\"bee/cut.jpg\",\"truncated at byte 400 ")
                .contains("\"cat/page.jpg\",\"not an image: starts with 3c 68 74 6d 6c 3e \"\"<html>\"\"");
        assertThat(pack(options.withSkipBad(2)).upToDate()).isTrue();
        assertThatThrownBy(() -> pack(options)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSplitTakesTheSameShareOfEachClassAndDependsOnTheSeedOnly() {
        PackReport report = pack(options.withSplit(0.25, 7));
        assertThat(report.sets())
                .containsExactly(
                        new PackReport.PackedSet(options.out().resolve("train"), 27, 3),
                        new PackReport.PackedSet(options.out().resolve("val"), 9, 3));
        Set<String> names = new HashSet<>();
        Set<String> validation = new HashSet<>();
        for (String part : List.of("train", "val")) {
            try (PackedDataset set = PackedDataset.open(options.out().resolve(part))) {
                assertThat(set.classCounts()).allMatch(n -> n == (part.equals("val") ? 3 : 9));
                for (int i = 0; i < set.count(); i++) {
                    assertThat(names.add(set.name(i))).isTrue();
                    if (part.equals("val")) {
                        validation.add(set.name(i));
                    }
                }
            }
        }
        assertThat(names).hasSize(36);
        assertThat(splitNames(7, "again")).isEqualTo(validation);
        assertThat(splitNames(8, "other")).isNotEqualTo(validation);
    }

    private Set<String> splitNames(long seed, String out) {
        PackOptions other = new PackOptions(source, folder.resolve(out), 32, 3, 0, 0.25, seed);
        pack(other);
        Set<String> names = new HashSet<>();
        try (PackedDataset set = PackedDataset.open(other.out().resolve("val"))) {
            for (int i = 0; i < set.count(); i++) {
                names.add(set.name(i));
            }
        }
        return names;
    }

    @Test
    void progressCountsEveryPicture() {
        int[] calls = new int[1];
        Packer.pack(options, (done, total, bad) -> {
            assertThat(done).isEqualTo(++calls[0]);
            assertThat(total).isEqualTo(36);
            assertThat(bad).isZero();
        });
        assertThat(calls[0]).isEqualTo(36);
    }

    @Test
    void foldersThatHoldNoClasses() throws IOException {
        assertBad(folder.resolve("nowhere"), "no such file or folder");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertBad(empty, "no class folders (expected ROOT/CLASS/PICTURE, found an empty folder)");
        Pictures.write(folder.resolve("flat/a.jpg"), Pictures.jpeg(Pictures.photo(40, 40, 1)));
        assertBad(folder.resolve("flat"), "found 1 files and no folder");
        Files.createDirectories(source.resolve("dog"));
        assertBad(source, "dog: no pictures in this class (expected at least one JPEG or PNG, found 0 folders and 0");
        Files.delete(source.resolve("dog"));
        Pictures.classFolders(folder.resolve("both/train"), 1, "a", "b");
        assertBad(folder.resolve("both"), "train: no pictures in this class");
        Files.createDirectories(source.resolve("Cat"));
        Pictures.write(source.resolve("Cat/a.jpg"), Pictures.jpeg(Pictures.photo(40, 40, 1)));
        assertBad(source, "class folders whose names differ only by case (found Cat and cat)");
    }

    private void assertBad(Path bad, String message) {
        assertThatThrownBy(() -> pack(new PackOptions(bad, folder.resolve("out"), 32, 1, 0, 0, 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void filesThatAreNoPicturesAreCountedNotFatal() throws IOException {
        Pictures.write(source.resolve("ant/Thumbs.db"), new byte[] {1, 2, 3, 4, 5});
        Pictures.write(source.resolve("ant/._000.jpg"), new byte[] {1, 2, 3, 4, 5});
        Pictures.write(source.resolve("readme.txt"), new byte[] {1});
        Pictures.write(source.resolve("ant/unnamed"), Pictures.jpeg(Pictures.photo(40, 40, 1)));
        Pictures.write(source.resolve("ant/really-png.JPEG"), Pictures.png(Pictures.photo(40, 40, 1)));
        Files.createSymbolicLink(source.resolve("bee/loop"), source);
        PackReport report = pack(options);
        assertThat(report.sets().get(0).images()).isEqualTo(38);
        assertThat(report.warnings()).singleElement().asString().contains("4 entries are no picture");
    }

    @Test
    void linksInCirclesAndUnreadableFilesAreBadFiles() throws IOException {
        Path circle = source.resolve("bee/circle.jpg");
        Files.createSymbolicLink(circle, circle);
        assertThatThrownBy(() -> pack(options))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("circle.jpg");
        Files.delete(circle);
        Path locked = source.resolve("bee/000.jpg");
        assertThat(locked.toFile().setReadable(false)).isTrue();
        assumeThat(Files.isReadable(locked))
                .as("the super-user reads everything")
                .isFalse();
        assertThatThrownBy(() -> pack(options))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("000.jpg: cannot be read: permission denied");
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> options.withSize(7))
                .hasMessageContaining("--size")
                .hasMessageContaining("found 7");
        assertThatThrownBy(() -> options.withWorkers(0)).hasMessageContaining("--workers");
        assertThatThrownBy(() -> options.withSkipBad(-1)).hasMessageContaining("--skip-bad");
        assertThatThrownBy(() -> options.withSplit(1, 1)).hasMessageContaining("--val-fraction");
        assertThatThrownBy(() -> options.withSplit(Double.NaN, 1)).hasMessageContaining("--val-fraction");
    }

    @Test
    void theCachePacksOnceAndMendsItself() throws IOException {
        Path cache = folder.resolve("cache");
        DatasetCache.Packed first = DatasetCache.resolve(source, options, cache, PackProgress.SILENT);
        assertThat(first.val()).isEmpty();
        assertThat(first.train().getParent()).isEqualTo(cache);
        assertThat(first.report().orElseThrow().upToDate()).isFalse();
        DatasetCache.Packed second = DatasetCache.resolve(source, options, cache, PackProgress.SILENT);
        assertThat(second.train()).isEqualTo(first.train());
        assertThat(second.report().orElseThrow().upToDate()).isTrue();
        DatasetCache.Packed split = DatasetCache.resolve(source, options.withSplit(0.5, 1), cache, PackProgress.SILENT);
        assertThat(split.train()).isNotEqualTo(first.train());
        assertThat(split.val()).isPresent();
        Files.delete(first.train().resolve("labels.npy"));
        DatasetCache.Packed mended = DatasetCache.resolve(source, options, cache, PackProgress.SILENT);
        assertThat(mended.report().orElseThrow().upToDate()).isFalse();
        DatasetCache.Packed packed = DatasetCache.resolve(mended.train(), options, cache, PackProgress.SILENT);
        assertThat(packed.train()).isEqualTo(mended.train());
        assertThat(packed.report()).isEmpty();
        assertThatThrownBy(() ->
                        DatasetCache.resolve(mended.train(), options.withSplit(0.5, 1), cache, PackProgress.SILENT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("already packed");
    }

    private static PackReport pack(PackOptions options) {
        return Packer.pack(options, PackProgress.SILENT);
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static TreeMap<String, ByteBuffer> contents(Path folder) throws IOException {
        TreeMap<String, ByteBuffer> contents = new TreeMap<>();
        for (String name : list(folder)) {
            contents.put(name, ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))));
        }
        return contents;
    }
}
