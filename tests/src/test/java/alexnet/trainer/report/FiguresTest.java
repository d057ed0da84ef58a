package alexnet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.trainer.data.image.RgbImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colours and places in panels and heat maps. */
final class FiguresTest {

    private static final int RGB = 0xffffff;

    @TempDir
    private Path folder;

    /** Grey of a colour, as ITU-R BT.709 weighs red, green and blue. */
    private static double grey(int rgb) {
        return 0.2126 * (rgb >> 16 & 0xff) + 0.7152 * (rgb >> 8 & 0xff) + 0.0722 * (rgb & 0xff);
    }

    @Test
    void coloursDifferInGreyToo() {
        assertThat(grey(Palette.OTHER.getRGB()) - grey(Palette.RIGHT.getRGB())).isGreaterThan(40);
        double before = 256;
        for (int percent = 0; percent <= 100; percent++) {
            double now = grey(Palette.share(percent / 100.0).getRGB());
            assertThat(now).as("share " + percent).isLessThan(before);
            before = now;
        }
        assertThat(Palette.share(0)).isEqualTo(Color.WHITE);
        assertThat(Palette.share(1 / 3.0).getRGB() & RGB).isEqualTo(0x56b4e9);
        assertThat(Palette.share(2 / 3.0).getRGB() & RGB).isEqualTo(0x0072b2);
        assertThat(Palette.share(1).getRGB() & RGB).isEqualTo(0x00203f);
    }

    private static ConfusionMatrix counted(int[][] counts, List<String> classes) {
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int label = 0; label < counts.length; label++) {
            for (int guess = 0; guess < counts.length; guess++) {
                for (int i = 0; i < counts[label][guess]; i++) {
                    matrix.add(label, guess);
                }
            }
        }
        return matrix;
    }

    @Test
    void heatMapShowsSharesOfRows() throws IOException {
        ConfusionMatrix matrix =
                counted(new int[][] {{6, 2, 1}, {0, 0, 0}, {0, 0, 4}}, List.of("cat", "dog, wet", "mouse"));
        Path png = folder.resolve("confusion.png");
        Path csv = folder.resolve("confusion.csv");
        matrix.writePng(png);
        matrix.writeCsv(csv);
        assertThat(Files.readAllLines(csv))
                .containsExactly("class,cat,\"dog, wet\",mouse", "cat,6,2,1", "\"dog, wet\",0,0,0", "mouse,0,0,4");
        BufferedImage image = ImageIO.read(png.toFile());
        // Cells of 40 pixels behind 190 for names; corners, where no count stands.
        int[][] expected = {
            {0x0072b2, mixed(0xffffff, 0x56b4e9, 2 / 3.0), mixed(0xffffff, 0x56b4e9, 1 / 3.0)},
            {0xd9d9d9, 0xd9d9d9, 0xd9d9d9},
            {0xffffff, 0xffffff, 0x00203f}
        };
        for (int label = 0; label < 3; label++) {
            for (int guess = 0; guess < 3; guess++) {
                for (int corner : new int[] {1, 38}) {
                    assertThat(image.getRGB(190 + 40 * guess + corner, 190 + 40 * label + corner) & RGB)
                            .as(label + " " + guess)
                            .isEqualTo(expected[label][guess]);
                }
            }
        }
        // Counts stand in cells that hold any, softened at their edges: black on light, white on dark.
        assertThat(colours(image, 190, 190)).anyMatch(rgb -> grey(rgb) > 230);
        assertThat(colours(image, 230, 190)).anyMatch(rgb -> grey(rgb) < 25);
        assertThat(colours(image, 190, 270)).containsOnly(0xffffff);
        assertThat(colours(image, 190, 230)).containsOnly(0xd9d9d9);
    }

    private static int mixed(int from, int to, double part) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int low = from >> shift & 0xff;
            int high = to >> shift & 0xff;
            rgb |= (int) Math.floor(low * (1 - part) + high * part + 0.5) << shift;
        }
        return rgb;
    }

    private static List<Integer> colours(BufferedImage image, int left, int top) {
        return Arrays.stream(image.getRGB(left, top, 40, 40, null, 0, 40))
                .map(rgb -> rgb & RGB)
                .distinct()
                .boxed()
                .toList();
    }

    @Test
    void manyClassesHaveSmallCellsWithoutNames() throws IOException {
        int classes = 100;
        ConfusionMatrix matrix = new ConfusionMatrix(
                IntStream.range(0, classes).mapToObj(k -> "class " + k).toList());
        for (int k = 0; k < classes; k++) {
            matrix.add(k, (k + 1) % classes);
        }
        Path png = folder.resolve("many.png");
        matrix.writePng(png);
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getRGB(40 + 9 * 58 + 4, 40 + 9 * 57 + 4) & RGB).isEqualTo(0x00203f);
        assertThat(image.getRGB(40 + 9 * 57 + 4, 40 + 9 * 57 + 4) & RGB).isEqualTo(0xffffff);
    }

    private static RgbImage plain(int red, int green, int blue) {
        byte[] pixels = new byte[3 * 50 * 50];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) red;
            pixels[i + 1] = (byte) green;
            pixels[i + 2] = (byte) blue;
        }
        return new RgbImage(50, 50, pixels);
    }

    @Test
    void barsOfThePanel() throws IOException {
        List<String> classes = List.of("a", "b", "c", "d", "e", "f");
        float[] probabilities = {0.01f, 0.3f, 0.5f, 0.1f, 0.05f, 0.04f};
        Path png = folder.resolve("panel.png");
        PredictionPanel.write(
                png,
                "--panel",
                List.of(
                        new PredictionPanel.Entry("x.jpg", plain(10, 200, 30), probabilities, 1),
                        new PredictionPanel.Entry("y.jpg", plain(70, 80, 90), probabilities, PredictionPanel.UNKNOWN)),
                classes);
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(2 * 240);
        assertThat(image.getRGB(120, 100) & RGB).isEqualTo(0x0ac81e);
        assertThat(image.getRGB(240 + 120, 100) & RGB).isEqualTo(0x46505a);
        // Bars in the order of the probabilities, 200 pixels for 1, from column 20 and row 232 on, 22 from bar to bar.
        int[] order = {2, 1, 3, 4, 5};
        for (int panel = 0; panel < 2; panel++) {
            for (int bar = 0; bar < 5; bar++) {
                int width = Math.round(200 * probabilities[order[bar]]);
                int colour = panel == 0 && order[bar] == 1 ? 0xd55e00 : 0x56b4e9;
                int row = 232 + 22 * bar + 2;
                int left = 240 * panel + 20;
                assertThat(image.getRGB(left + width - 3, row) & RGB).isEqualTo(colour);
                assertThat(image.getRGB(left + width + 3, row) & RGB).isEqualTo(RGB);
            }
        }
        // Only the right class has a frame.
        assertThat(image.getRGB(20, 232 + 22 + 9) & RGB).isZero();
        assertThat(image.getRGB(20, 232 + 9) & RGB).isEqualTo(0x56b4e9);
    }
}
