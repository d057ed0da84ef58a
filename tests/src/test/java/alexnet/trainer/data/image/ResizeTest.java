package alexnet.trainer.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.trainer.data.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {

    @ParameterizedTest
    @CsvSource({
        "100,100,50",
        "101,67,31",
        "67,101,31",
        "50,375,40",
        "76,76,76",
        "90,76,76",
        "13,200,13",
        "41,40,8",
        "64,48,47"
    })
    void shrinkingIsTheExactAverageOverEachArea(int width, int height, int size) {
        RgbImage image = Pictures.noise(width, height, width * 31 + height);
        RgbImage found = Resize.toSquare(image, size);
        int shorter = Math.min(width, height);
        int scaledWidth = (int) Math.floor((double) width * size / shorter + 0.5);
        int scaledHeight = (int) Math.floor((double) height * size / shorter + 0.5);
        int startX = (scaledWidth - size) / 2;
        int startY = (scaledHeight - size) / 2;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                for (int c = 0; c < 3; c++) {
                    double expected = areaAverage(image, x + startX, y + startY, scaledWidth, scaledHeight, c);
                    assertThat((double) found.at(x, y, c)).isCloseTo(expected, within(0.5 + 1e-6));
                }
            }
        }
    }

    /** The integral of the picture over the area of one result pixel, divided by that area. */
    private static double areaAverage(RgbImage image, int x, int y, int scaledWidth, int scaledHeight, int channel) {
        double left = (double) x * image.width() / scaledWidth;
        double right = (double) (x + 1) * image.width() / scaledWidth;
        double top = (double) y * image.height() / scaledHeight;
        double bottom = (double) (y + 1) * image.height() / scaledHeight;
        double sum = 0;
        for (int row = 0; row < image.height(); row++) {
            for (int column = 0; column < image.width(); column++) {
                double overlapX = Math.min(right, column + 1) - Math.max(left, column);
                double overlapY = Math.min(bottom, row + 1) - Math.max(top, row);
                if (overlapX > 0 && overlapY > 0) {
                    sum += overlapX * overlapY * image.at(column, row, channel);
                }
            }
        }
        return sum / ((right - left) * (bottom - top));
    }

    @ParameterizedTest
    @CsvSource({"10,10,16", "7,9,20", "9,7,20", "28,28,32", "2,5,11", "75,56,60"})
    void enlargingIsBicubic(int width, int height, int size) {
        RgbImage image = Pictures.noise(width, height, width * 17 + height);
        RgbImage found = Resize.toSquare(image, size);
        int shorter = Math.min(width, height);
        long scaledWidth = Math.round((double) width * size / shorter);
        long scaledHeight = Math.round((double) height * size / shorter);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                for (int c = 0; c < 3; c++) {
                    double px = (x + (scaledWidth - size) / 2 + 0.5) * width / scaledWidth - 0.5;
                    double py = (y + (scaledHeight - size) / 2 + 0.5) * height / scaledHeight - 0.5;
                    double expected = Math.max(0, Math.min(255, bicubic(image, px, py, c)));
                    assertThat((double) found.at(x, y, c)).isCloseTo(expected, within(0.5 + 1e-6));
                }
            }
        }
    }

    /** Keys' kernel with the coefficient -0.75, all 16 neighbours at once. */
    private static double bicubic(RgbImage image, double px, double py, int channel) {
        double sum = 0;
        for (int row = (int) Math.floor(py) - 1; row <= Math.floor(py) + 2; row++) {
            for (int column = (int) Math.floor(px) - 1; column <= Math.floor(px) + 2; column++) {
                int x = Math.max(0, Math.min(image.width() - 1, column));
                int y = Math.max(0, Math.min(image.height() - 1, row));
                sum += keys(px - column) * keys(py - row) * image.at(x, y, channel);
            }
        }
        return sum;
    }

    private static double keys(double distance) {
        double d = Math.abs(distance);
        double a = -0.75;
        return d <= 1
                ? (a + 2) * d * d * d - (a + 3) * d * d + 1
                : d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a : 0;
    }

    @ParameterizedTest
    @CsvSource({"100,40,31", "40,100,31", "53,53,53", "64,31,31"})
    void warpingDownIsTheAverageOverTheAreasOfTheWholePicture(int width, int height, int size) {
        RgbImage image = Pictures.noise(width, height, width * 31 + height);
        RgbImage found = Resize.toSquare(image, size, ResizeForm.WARP);
        assertThat(found.width()).isEqualTo(size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double expected = areaAverage(image, x, y, size, size, 1);
                assertThat((double) found.at(x, y, 1)).isCloseTo(expected, within(0.5 + 1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10,7,16", "7,10,16", "20,9,32"})
    void warpingUpIsBicubicOverTheWholePicture(int width, int height, int size) {
        RgbImage image = Pictures.noise(width, height, width * 17 + height);
        RgbImage found = Resize.toSquare(image, size, ResizeForm.WARP);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double px = (x + 0.5) * width / size - 0.5;
                double py = (y + 0.5) * height / size - 0.5;
                double expected = Math.max(0, Math.min(255, bicubic(image, px, py, 2)));
                assertThat((double) found.at(x, y, 2)).isCloseTo(expected, within(0.5 + 1e-6));
            }
        }
    }

    @Test
    void warpingShrinksOneSideAndEnlargesTheOther() {
        // Columns in pairs of 40 and 80, so their averages are 60; rows 0 and 200 alone.
        byte[] pixels = new byte[3 * 8 * 2];
        for (int i = 0; i < 16; i++) {
            pixels[3 * i] = (byte) (i % 2 == 0 ? 40 : 80);
            pixels[3 * i + 1] = (byte) (i < 8 ? 0 : 200);
        }
        RgbImage found = Resize.toSquare(new RgbImage(8, 2, pixels), 4, ResizeForm.WARP);
        for (int y = 0; y < 4; y++) {
            double expected =
                    Math.max(0, Math.min(255, bicubic(new RgbImage(8, 2, pixels), 0, (y + 0.5) / 2 - 0.5, 1)));
            for (int x = 0; x < 4; x++) {
                assertThat(found.at(x, y, 0)).isEqualTo(60);
                assertThat((double) found.at(x, y, 1)).isCloseTo(expected, within(0.5 + 1e-6));
            }
        }
    }

    @Test
    void theFormOfTheShorterSideIsTheOneWithoutAForm() {
        RgbImage image = Pictures.noise(50, 31, 5);
        assertThat(Resize.toSquare(image, 20, ResizeForm.CROP).pixels())
                .isEqualTo(Resize.toSquare(image, 20).pixels())
                .isNotEqualTo(Resize.toSquare(image, 20, ResizeForm.WARP).pixels());
    }

    @Test
    void theCentreIsCutOut() {
        byte[] pixels = new byte[3 * 9 * 4]; // every column has its number
        for (int i = 0; i < 36; i++) {
            pixels[3 * i] = (byte) (i % 9);
        }
        RgbImage found = Resize.toSquare(new RgbImage(9, 4, pixels), 4);
        assertThat(found.at(0, 0, 0)).isEqualTo(2); // floor((9 - 4) / 2)
        assertThat(found.at(3, 3, 0)).isEqualTo(5);
    }

    @Test
    void onePixelFillsTheSquare() {
        RgbImage found = Resize.toSquare(new RgbImage(1, 1, new byte[] {10, (byte) 200, 30}), 256);
        for (int i = 0; i < 256; i++) {
            assertThat(found.at(i, 255 - i, 0)).isEqualTo(10);
            assertThat(found.at(i, 255 - i, 1)).isEqualTo(200);
            assertThat(found.at(i, 255 - i, 2)).isEqualTo(30);
        }
    }

    @Test
    void extremeSidesCostOnlyWhatIsCutOut() {
        byte[] pixels = new byte[3 * 3000 * 2];
        for (int i = 0; i < 6000; i++) {
            pixels[3 * i] = (byte) (i % 3000 < 1500 ? 0 : 255);
        }
        RgbImage found = Resize.toSquare(new RgbImage(3000, 2, pixels), 256);
        assertThat(found.at(0, 128, 0)).isZero();
        assertThat(found.at(255, 128, 0)).isEqualTo(255);
        RgbImage tall = Resize.toSquare(Pictures.noise(8, 60000, 1), 8);
        assertThat(tall.width()).isEqualTo(8);
    }
}
