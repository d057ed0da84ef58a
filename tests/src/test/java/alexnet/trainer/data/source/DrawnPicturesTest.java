package alexnet.trainer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.data.packed.ImageStatistics;
import alexnet.trainer.data.packed.PackOptions;
import alexnet.trainer.data.packed.PackProgress;
import alexnet.trainer.data.packed.PackReport;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.data.packed.Packer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnPicturesTest {

    @TempDir
    Path folder;

    @Test
    void writesJpegFilesInClassFoldersThatCanBePacked() throws IOException {
        DrawnPictures.write(folder.resolve("a"), 48, 4, 2, 5);
        DrawnPictures.write(folder.resolve("b"), 48, 4, 2, 5);
        DrawnPictures.write(folder.resolve("c"), 48, 4, 2, 6);
        for (String part : new String[] {"train", "val"}) {
            PackOptions options = PackOptions.of(folder.resolve("a").resolve(part), folder.resolve("packed-" + part))
                    .withSize(40);
            PackReport report = Packer.pack(options, PackProgress.SILENT);
            assertThat(report.sets().get(0).images()).isEqualTo(part.equals("train") ? 40 : 20);
            try (PackedDataset set = PackedDataset.open(options.out())) {
                assertThat(set.classes()).isEqualTo(DrawnPictures.CLASSES);
            }
        }
        Path one = Path.of("val", "star", "0001.jpg");
        byte[] bytes = Files.readAllBytes(folder.resolve("a").resolve(one));
        assertThat(Files.readAllBytes(folder.resolve("b").resolve(one))).isEqualTo(bytes);
        assertThat(Files.readAllBytes(folder.resolve("c").resolve(one))).isNotEqualTo(bytes);
    }

    @Test
    void everyPictureShowsTwoColours() {
        for (int label = 0; label < DrawnPictures.CLASSES.size(); label++) {
            for (int number = 0; number < 10; number++) {
                RgbImage image = DrawnPictures.draw(label, 64, 1, number);
                ImageStatistics statistics = new ImageStatistics(64);
                statistics.add(image.pixels());
                // Noise alone has a deviation of 9; two colours of different brightness add well over that.
                assertThat(Math.sqrt(statistics.pca().eigenvalues()[0]))
                        .as("%s %d", DrawnPictures.CLASSES.get(label), number)
                        .isGreaterThan(30);
            }
        }
    }

    /**
     * A shape is brighter than its ground and smaller than it, so that pictures of shapes are darker on the whole than
     * stripes. That must say less about the class than the colours' chance does.
     */
    @Test
    void colourDoesNotGiveTheClassAway() {
        int pictures = 200;
        for (int channel = 0; channel < 3; channel++) {
            double least = 255;
            double greatest = 0;
            double squares = 0;
            for (int label = 0; label < DrawnPictures.CLASSES.size(); label++) {
                double[] means = new double[pictures];
                for (int number = 0; number < pictures; number++) {
                    ImageStatistics statistics = new ImageStatistics(24);
                    statistics.add(DrawnPictures.draw(label, 24, 3, number).pixels());
                    means[number] = statistics.channelMean()[channel];
                }
                double mean = Arrays.stream(means).average().orElseThrow();
                squares += Arrays.stream(means)
                        .map(value -> (value - mean) * (value - mean))
                        .sum();
                least = Math.min(least, mean);
                greatest = Math.max(greatest, mean);
            }
            double deviation = Math.sqrt(squares / (pictures * DrawnPictures.CLASSES.size()));
            assertThat(greatest - least).as("channel %d", channel).isLessThan(deviation);
        }
    }
}
