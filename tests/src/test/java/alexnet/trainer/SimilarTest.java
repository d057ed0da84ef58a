package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.model.HostBatch;
import alexnet.model.ModelOptions;
import alexnet.model.SplitNetwork;
import alexnet.trainer.data.packed.PackOptions;
import alexnet.trainer.data.packed.PackProgress;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.data.packed.Packer;
import alexnet.trainer.data.source.DrawnPictures;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.settings.NetworkChoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code features} and {@code similar}, held against features and distances that the test computes itself. */
final class SimilarTest {

    private static final String[] CLASSES = DrawnPictures.CLASSES.toArray(String[]::new);
    private static final NetworkChoice CHOICE = new NetworkChoice("alexnet", "paper", 67, 0.05);
    private static final int SOURCE = 76;

    @TempDir
    private static Path folder;

    private static Path weights;
    /** One picture at a time, (train pictures, features). */
    private static float[][] trainFeatures;

    private static float[][] valFeatures;
    private static int[] trainLabels;

    @BeforeAll
    static void makeSets() throws IOException {
        Path pictures = folder.resolve("pictures");
        DrawnPictures.write(pictures, 80, 3, 1, 3);
        // The same picture three times: twice in its own class, once in another.
        Path disc = pictures.resolve("train/disc/0001.jpg");
        Files.copy(disc, pictures.resolve("train/disc/0001b.jpg"));
        Files.copy(disc, pictures.resolve("train/star/copy.jpg"));
        for (String part : List.of("train", "val")) {
            Packer.pack(
                    PackOptions.of(pictures.resolve(part), folder.resolve(part)).withSize(SOURCE), PackProgress.SILENT);
        }
        weights = WeightFiles.initialised(folder.resolve("w.safetensors"), CHOICE, SOURCE, 1, 1, CLASSES);
        trainFeatures = features("train");
        valFeatures = features("val");
        try (PackedDataset set = PackedDataset.open(folder.resolve("train"))) {
            trainLabels = IntStream.range(0, set.count()).map(set::label).toArray();
        }
    }

    private static float[][] features(String part) throws IOException {
        float[] mean = new float[3 * SOURCE * SOURCE];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = new float[] {120, 110, 100}[i % 3];
        }
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork network = new SplitNetwork(
                        CHOICE.build(10), ModelOptions.of(1, SOURCE).withSeed(5), devices.devices());
                HostBatch batch = network.newHostBatch();
                PackedDataset set = PackedDataset.open(folder.resolve(part))) {
            network.setMean(mean);
            network.loadWeights(weights);
            float[][] features = new float[set.count()][];
            for (int image = 0; image < features.length; image++) {
                set.read(image, batch.images());
                batch.labels().put(0, -1);
                batch.cropX().put(0, 4);
                batch.cropY().put(0, 4);
                batch.setCount(1);
                features[image] = network.features(batch)[0];
            }
            return features;
        }
    }

    private static double distance(float[] one, float[] other) {
        return Math.sqrt(IntStream.range(0, one.length)
                .mapToDouble(i -> Math.pow((double) one[i] - other[i], 2))
                .sum());
    }

    /** All training pictures but those left out, the nearest first. */
    private static List<Integer> nearest(float[] query, Integer... leftOut) {
        List<Integer> images =
                new ArrayList<>(IntStream.range(0, trainFeatures.length).boxed().toList());
        images.removeAll(List.of(leftOut));
        images.sort(Comparator.comparing((Integer image) -> distance(query, trainFeatures[image]))
                .thenComparing(Comparator.naturalOrder()));
        return images;
    }

    private static int trainIndex(String name) {
        try (PackedDataset set = PackedDataset.open(folder.resolve("train"))) {
            return IntStream.range(0, set.count())
                    .filter(image -> set.name(image).equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Captured similar(Object... more) {
        return Captured.run(Stream.concat(
                        Stream.of("similar", "--weights", weights, "--data", folder.resolve("train")),
                        Stream.concat(
                                Stream.of("--devices", "emulator", "--csv", folder.resolve("similar.csv")),
                                Stream.of(more)))
                .toArray());
    }

    /** Compares the lines of one query. */
    private static void assertLines(List<String> lines, String name, float[] query, List<Integer> expected) {
        for (int rank = 0; rank < lines.size(); rank++) {
            String[] cells = lines.get(rank).split(",");
            int image = expected.get(rank);
            assertThat(cells[0]).isEqualTo(name);
            assertThat(cells[1]).isEqualTo(Integer.toString(rank + 1));
            assertThat(cells[2]).isEqualTo(Integer.toString(image));
            assertThat(cells[3]).isEqualTo(CLASSES[trainLabels[image]]);
            assertThat(Double.parseDouble(cells[4])).isCloseTo(distance(query, trainFeatures[image]), within(1e-9));
        }
    }

    @Test
    void queriesOfAnotherSetSpreadOverIt() throws IOException {
        Path panel = folder.resolve("similar.png");
        Captured found = similar("--query-data", folder.resolve("val"), "--count", 3, "--out", panel);
        assertThat(found.exitCode()).as(found.err()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("similar.csv"));
        assertThat(lines).hasSize(1 + 3 * 6);
        assertThat(lines.get(0)).isEqualTo("query,rank,index,class,distance");
        // Of ten pictures, one per class: numbers 0, 3 and 6.
        for (int i = 0; i < 3; i++) {
            float[] query = valFeatures[3 * i];
            assertLines(lines.subList(1 + 6 * i, 7 + 6 * i), CLASSES[3 * i] + "/0000.jpg", query, nearest(query));
        }
        assertThat(found.out().lines()).contains(CLASSES[3] + "/0000.jpg");
        try (PackedDataset set = PackedDataset.open(folder.resolve("train"))) {
            assertThat(ImageIO.read(panel.toFile()).getWidth()).isEqualTo(8 + 140 + 16 + 6 * 140 + 8);
            assertThat(ImageIO.read(panel.toFile()).getHeight()).isEqualTo(3 * 168 + 8);
            // The middle of the first neighbour's picture has its colour, but for the filter that enlarges it.
            int image = nearest(valFeatures[0]).get(0);
            int drawn = ImageIO.read(panel.toFile()).getRGB(8 + 140 + 16 + 64, 8 + 64);
            int[] stored = {0, 0, 0};
            for (int colour = 0; colour < 3; colour++) {
                for (int y = 37; y < 40; y++) {
                    for (int x = 37; x < 40; x++) {
                        stored[colour] += set.picture(image).at(x, y, colour);
                    }
                }
                assertThat((double) (drawn >> 16 - 8 * colour & 0xff)).isCloseTo(stored[colour] / 9.0, within(16.0));
            }
        }
    }

    @Test
    void pictureOfTheSameSetIsLeftOutButNotItsCopies() throws IOException {
        int disc = trainIndex("disc/0001.jpg");
        int twin = trainIndex("disc/0001b.jpg");
        int copy = trainIndex("star/copy.jpg");
        Captured found = similar("--query-data", folder.resolve("train"), "--pick", twin + "," + 0, "--neighbours", 4);
        assertThat(found.exitCode()).as(found.err()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("similar.csv"));
        assertThat(lines).hasSize(9);
        List<Integer> expected = nearest(trainFeatures[twin], twin);
        // Both copies have no distance; the one with the smaller number comes first.
        assertThat(expected.subList(0, 2)).containsExactly(disc, copy);
        assertLines(lines.subList(1, 5), "disc/0001b.jpg", trainFeatures[twin], expected);
        assertLines(lines.subList(5, 9), CLASSES[0] + "/0000.jpg", trainFeatures[0], nearest(trainFeatures[0], 0));
    }

    @Test
    void imageFilesAreKnownByTheirPixels() throws IOException {
        Path own = folder.resolve("pictures/train/disc/0001.jpg");
        Path other = folder.resolve("pictures/val/ring/0000.jpg");
        Captured found = similar("--neighbours", 5, own, other);
        assertThat(found.exitCode()).as(found.err()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("similar.csv"));
        float[] disc = trainFeatures[trainIndex("disc/0001.jpg")];
        Integer[] copies = Stream.of("disc/0001.jpg", "disc/0001b.jpg", "star/copy.jpg")
                .map(SimilarTest::trainIndex)
                .toArray(Integer[]::new);
        assertLines(lines.subList(1, 6), own.toString(), disc, nearest(disc, copies));
        float[] ring = valFeatures[List.of(CLASSES).indexOf("ring")];
        assertLines(lines.subList(6, 11), other.toString(), ring, nearest(ring));
    }

    @Test
    void featuresInTheOrderOfTheSet() throws IOException {
        Path out = folder.resolve("features.npy");
        Captured found = features(folder.resolve("train"), out);
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.lastLine()).isEqualTo("features: 32 pictures, 208 values each, in " + out);
        ByteBuffer file = npy(out, "'descr': '<f4', 'fortran_order': False, 'shape': (32, 208), ", 4 * 32 * 208);
        for (int image = 0; image < 32; image++) {
            float[] row = new float[208];
            for (int i = 0; i < row.length; i++) {
                row[i] = file.getFloat();
            }
            assertThat(row).as("picture " + image).isEqualTo(trainFeatures[image]);
        }
        ByteBuffer labels = npy(
                folder.resolve("features-labels.npy"),
                "'descr': '<i4', 'fortran_order': False, 'shape': (32,), ",
                4 * 32);
        for (int label : trainLabels) {
            assertThat(labels.getInt()).isEqualTo(label);
        }
    }

    private static Captured features(Path data, Path out) {
        return Captured.run(
                "features",
                "--weights",
                weights,
                "--data",
                data,
                "--out",
                out,
                "--batch-size",
                5,
                "--devices",
                "emulator");
    }

    /** The data of a NumPy file, after a look at its header. */
    private static ByteBuffer npy(Path file, String header, int bytes) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        content.get(magic);
        assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        byte[] text = new byte[content.getShort()];
        content.get(text);
        assertThat(new String(text, StandardCharsets.US_ASCII))
                .startsWith("{" + header + "}")
                .endsWith("\n");
        assertThat(content.position() % 64).isZero();
        assertThat(content.remaining()).isEqualTo(bytes);
        return content;
    }

    @Test
    void damagedSetLeavesTheOldFeatures() throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        try (Stream<Path> files = Files.list(folder.resolve("train"))) {
            for (Path file : files.toList()) {
                Files.copy(file, damaged.resolve(file.getFileName()));
            }
        }
        Path images = damaged.resolve("images-00000.npy");
        byte[] bytes = Files.readAllBytes(images);
        bytes[bytes.length - 1] ^= 1;
        Files.write(images, bytes);
        Path work = Files.createDirectories(folder.resolve("work"));
        Path out = Files.writeString(work.resolve("old.npy"), "old");
        Captured found = features(damaged, out);
        assertThat(found.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(found.errors().get(0)).contains("checksum");
        assertThat(out).hasContent("old");
        assertThat(work).isDirectoryNotContaining(file -> !file.equals(out));
    }

    @Test
    void wrongCommands() {
        Path picture = folder.resolve("pictures/val/ring/0000.jpg");
        assertThat(similar().errors().get(0))
                .isEqualTo("alexnet: --query-data: nothing to find neighbours of (expected --query-data or image"
                        + " files, found neither)");
        assertThat(similar("--query-data", folder.resolve("val"), picture).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(similar("--neighbours", 32, picture).errors().get(0))
                .isEqualTo("alexnet: --neighbours: out of range (expected fewer than the 32 pictures, found 32)");
        assertThat(similar("--neighbours", 0, picture).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(similar("--query-data", folder.resolve("val"), "--pick", 10)
                        .errors()
                        .get(0))
                .isEqualTo("alexnet: --pick: out of range (expected 0 to 9, found 10)");
        assertThat(similar("--image-size", 80, picture).exitCode()).isEqualTo(ExitCode.DATA);
        Captured unwritable = similar("--out", folder.resolve("none/similar.png"), picture);
        assertThat(unwritable.exitCode()).isEqualTo(ExitCode.STORAGE);
        assertThat(unwritable.out()).isEmpty();
        assertThat(features(folder.resolve("val"), folder.resolve("none/f.npy")).exitCode())
                .isEqualTo(ExitCode.STORAGE);
        assertThat(features(folder.resolve("nowhere"), folder.resolve("f.npy")).exitCode())
                .isEqualTo(ExitCode.DATA);
        Captured missing = Captured.run(
                "features",
                "--weights",
                folder.resolve("none.safetensors"),
                "--data",
                folder.resolve("val"),
                "--out",
                folder.resolve("f.npy"));
        assertThat(missing.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(folder.resolve("f.npy")).doesNotExist();
    }

    @Test
    void featuresThatAreNoNumbersAreRefused() throws IOException {
        Path broken = WeightFiles.initialised(folder.resolve("broken.safetensors"), CHOICE, SOURCE, 1, 1, CLASSES);
        WeightFiles.fill(broken, "fc7.0.bias", Float.POSITIVE_INFINITY);
        Captured found = Captured.run(
                "similar",
                "--weights",
                broken,
                "--data",
                folder.resolve("train"),
                "--devices",
                "emulator",
                folder.resolve("pictures/val/ring/0000.jpg"));
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors().get(0)).contains("(expected a finite number, found ");
    }
}
