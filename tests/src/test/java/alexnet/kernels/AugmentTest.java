package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.junit.jupiter.api.Test;

class AugmentTest extends KernelTest {

    @Test
    void everyOperandByHand() {
        // Two images of 3 x 3; the red of pixel (y, x) is 100 n + 10 y + x, green is 200, blue is 255.
        byte[] images = new byte[2 * 9 * 3];
        float[] mean = new float[27];
        for (int n = 0; n < 2; n++) {
            for (int y = 0; y < 3; y++) {
                for (int x = 0; x < 3; x++) {
                    int pixel = ((n * 3 + y) * 3 + x) * 3;
                    images[pixel] = (byte) (100 * n + 10 * y + x);
                    images[pixel + 1] = (byte) 200;
                    images[pixel + 2] = (byte) 255;
                    mean[(y * 3 + x) * 3] = y + x / 4f;
                }
            }
        }
        // Image 0: crop at x 1, y 0. Image 1: crop at x 0, y 1, mirrored. The mean is taken from row and column 1.
        float[] colour = {0, 0.5f, -200, 1, 0.25f, 2};
        float[] out = apply(
                new AugmentShape(2, 3, 2, 3),
                images,
                new int[] {1, 0},
                new int[] {0, 1},
                new int[] {0, 1},
                colour,
                mean,
                new AugmentRule(1, false, 1));
        // Rows and columns of the output with the batch innermost: (image 0, image 1).
        assertThat(out)
                .containsExactly(
                        // red: pixels (0,1) (0,2) (1,1) (1,2) and 100 + (1,1) (1,0) (2,1) (2,0)
                        1 - 1.25f,
                        111.5f - 1.25f,
                        2 - 1.5f,
                        110.5f - 1.5f,
                        0,
                        0,
                        11 - 2.25f,
                        121.5f - 2.25f,
                        12 - 2.5f,
                        120.5f - 2.5f,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        // green
                        0,
                        201,
                        0,
                        201,
                        0,
                        0,
                        0,
                        201,
                        0,
                        201,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        // blue
                        255.25f,
                        257,
                        255.25f,
                        257,
                        0,
                        0,
                        255.25f,
                        257,
                        255.25f,
                        257,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0);
    }

    @Test
    void bitsAreThoseOfPixelPlusColourThenMinusMean() {
        int size = 35;
        int batch = 33;
        byte[] images = new byte[batch * size * size * 3];
        for (int i = 0; i < images.length; i++) {
            images[i] = (byte) (i * 31);
        }
        float[] colour = EmulatedKernels.uniform(3 * batch, -30, 30, 1);
        float[] mean = EmulatedKernels.uniform(size * size * 3, 0, 255, 2);
        float[] found = apply(
                new AugmentShape(batch, size, size, size),
                images,
                new int[batch],
                new int[batch],
                new int[batch],
                colour,
                mean,
                new AugmentRule(0, false, 1));
        for (int c = 0; c < 3; c++) {
            for (int pixel = 0; pixel < size * size; pixel++) {
                for (int n = 0; n < batch; n++) {
                    float value = images[(n * size * size + pixel) * 3 + c] & 0xff;
                    value = value + colour[c * batch + n];
                    value = value - mean[pixel * 3 + c];
                    assertThat(found[(c * size * size + pixel) * batch + n]).isEqualTo(value);
                }
            }
        }
    }

    @Test
    void alignedMeanBlueFirstAndScaleByHand() {
        // One image of 3 x 3, mirrored, crop of 2 at column 1, row 0; channel k of pixel (y, x) is 60 k + 10 y + x.
        byte[] images = new byte[27];
        float[] mean = new float[27];
        for (int i = 0; i < 27; i++) {
            int pixel = i / 3;
            images[i] = (byte) (60 * (i % 3) + 10 * (pixel / 3) + pixel % 3);
            mean[i] = 2 * (i % 3) + pixel / 8f;
        }
        float[] out = apply(
                new AugmentShape(1, 3, 2, 2),
                images,
                new int[] {1},
                new int[] {0},
                new int[] {1},
                new float[] {0.5f, 0.25f, 0.125f},
                mean,
                new AugmentRule(AugmentRule.ALIGNED, true, 0.5f));
        // The crop holds the pixels 1, 2 and 4, 5; mirrored 2, 1 and 5, 4. Blue is channel 2, and comes first.
        assertThat(out)
                .containsExactly(
                        (122.125f - 4.25f) / 2,
                        (121.125f - 4.125f) / 2,
                        (132.125f - 4.625f) / 2,
                        (131.125f - 4.5f) / 2,
                        (62.25f - 2.25f) / 2,
                        (61.25f - 2.125f) / 2,
                        (72.25f - 2.625f) / 2,
                        (71.25f - 2.5f) / 2,
                        (2.5f - 0.25f) / 2,
                        (1.5f - 0.125f) / 2,
                        (12.5f - 0.625f) / 2,
                        (11.5f - 0.5f) / 2);
    }

    private static AugmentRule at(int meanOffset) {
        return new AugmentRule(meanOffset, false, 1);
    }

    @Test
    void refusesWhatItCannotDo() {
        AugmentShape shape = new AugmentShape(1, 4, 3, 3);
        DeviceBuffer one = kernels.ints(0);
        DeviceBuffer images = kernels.bytes(48);
        DeviceBuffer mean = kernels.unset(48);
        DeviceBuffer colour = kernels.unset(3);
        Augment augment = new Augment(kernels.library());
        assertThatThrownBy(() -> augment.apply(
                        kernels.stream(), shape, images, one, one, one, colour, mean, at(2), kernels.unset(27)))
                .hasMessage("augment: the mean offset must be from 0 to 1 for 1 images of 4, crop 3 in 3 (found 2)");
        assertThatThrownBy(() -> augment.apply(
                        kernels.stream(), shape, images, one, one, one, colour, mean, at(1), kernels.unset(26)))
                .hasMessageContaining("out is too small")
                .hasMessageContaining("(expected 108 bytes, found 104)");
        assertThatThrownBy(() -> at(-2)).hasMessageContaining("(found -2)");
        assertThatThrownBy(() -> new AugmentRule(0, false, Float.NaN)).hasMessageContaining("(found NaN)");
        assertThatThrownBy(() -> new AugmentShape(1, 4, 5, 5)).hasMessageContaining("source 4, crop 5");
        assertThatThrownBy(() -> new AugmentShape(1, 8, 5, 4)).hasMessageContaining("crop 5, output 4");
    }

    private float[] apply(
            AugmentShape shape,
            byte[] images,
            int[] cropX,
            int[] cropY,
            int[] mirror,
            float[] colour,
            float[] mean,
            AugmentRule rule) {
        DeviceBuffer out = kernels.unset(shape.output().elements());
        new Augment(kernels.library())
                .apply(
                        kernels.stream(),
                        shape,
                        kernels.uint8(images),
                        kernels.ints(cropX),
                        kernels.ints(cropY),
                        kernels.ints(mirror),
                        kernels.floats(colour),
                        kernels.floats(mean),
                        rule,
                        out);
        return out.toFloats();
    }
}
