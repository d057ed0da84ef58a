package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LrnTest extends KernelTest {

    private static final Lrn.Parameters PAPER = new Lrn.Parameters(5, 2, 1e-4f, 0.75f);

    @Test
    void oneChannelByHand() {
        // s = 2 + 3.5 * 2^2 = 16, s^0.75 = 8, s^1.75 = 128: every step is exact in float32.
        ActivationShape shape = new ActivationShape(1, 1, 1, 1);
        Lrn.Parameters parameters = new Lrn.Parameters(5, 2, 3.5f, 0.75f);
        DeviceBuffer x = kernels.floats(2);
        DeviceBuffer y = kernels.unset(1);
        DeviceBuffer dx = kernels.unset(1);
        Lrn lrn = new Lrn(kernels.library());
        lrn.forward(kernels.stream(), shape, parameters, x, y);
        lrn.backward(kernels.stream(), shape, parameters, x, kernels.floats(1), dx);
        assertThat(y.toFloats()).containsExactly(0.25f);
        assertThat(dx.toFloats()).containsExactly(1 / 8f - 1.5f * 3.5f * 2 * 2 / 128f);
    }

    @Test
    void windowIsClippedAndSeesItsOwnPixelOnly() {
        // Size 3, k = alpha = 1. Channels of pixel 0: (3, 0, 0, 0), of pixel 1: (0, sqrt 15, 0, 1).
        ActivationShape shape = new ActivationShape(4, 1, 2, 1);
        float root = (float) Math.sqrt(15);
        DeviceBuffer x = kernels.floats(3, 0, 0, root, 0, 0, 0, 1);
        DeviceBuffer y = kernels.unset(8);
        new Lrn(kernels.library()).forward(kernels.stream(), shape, new Lrn.Parameters(3, 1, 1, 0.75f), x, y);
        float[] found = y.toFloats();
        assertThat(found[0]).isCloseTo(3 / (float) Math.pow(10, 0.75), within(1e-6));
        assertThat(found[3]).isCloseTo(root / 8, within(1e-6));
        assertThat(found[7])
                .as("two channels away from the large one")
                .isCloseTo((float) Math.pow(2, -0.75), within(1e-6));
        assertThat(new float[] {found[1], found[2], found[4], found[5], found[6]})
                .containsOnly(0);
    }

    /** The order of roundings that the kernel promises, in Java floats; also over channels cut into slices. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 5", "7, 2, 3, 5", "131, 1, 33, 5", "64, 2, 5, 5", "37, 1, 3, 3", "70, 1, 31, 9", "9, 1, 1, 15"
    })
    void bitsAreThoseOfTheStatedOrder(int channels, int height, int batch, int size) {
        ActivationShape shape = new ActivationShape(channels, height, 1, batch);
        Lrn.Parameters parameters = new Lrn.Parameters(size, 2, 1e-4f, 0.75f);
        float[] x = EmulatedKernels.uniform(shape.elements(), -150, 150, 1);
        float[] dy = EmulatedKernels.uniform(shape.elements(), -1, 1, 2);
        DeviceBuffer xBuffer = kernels.floats(x);
        DeviceBuffer y = kernels.unset(x.length);
        DeviceBuffer dx = kernels.unset(x.length);
        Lrn lrn = new Lrn(kernels.library());
        lrn.forward(kernels.stream(), shape, parameters, xBuffer, y);
        lrn.backward(kernels.stream(), shape, parameters, xBuffer, kernels.floats(dy), dx);

        int plane = shape.elements() / channels;
        float[] s = new float[x.length];
        float[] power = new float[x.length];
        float[] expectedY = new float[x.length];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                float sum = 0;
                for (int j = Math.max(0, c - size / 2); j <= Math.min(channels - 1, c + size / 2); j++) {
                    sum = Math.fma(x[j * plane + i], x[j * plane + i], sum);
                }
                int at = c * plane + i;
                s[at] = Math.fma(1e-4f, sum, 2f);
                float root = (float) Math.sqrt(s[at]);
                power[at] = root * (float) Math.sqrt(root);
                expectedY[at] = x[at] / power[at];
            }
        }
        float[] expectedDx = new float[x.length];
        float factor = 1.5f * 1e-4f;
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                float sum = 0;
                for (int j = Math.max(0, c - size / 2); j <= Math.min(channels - 1, c + size / 2); j++) {
                    int at = j * plane + i;
                    sum += dy[at] / power[at] * x[at] / s[at];
                }
                int at = c * plane + i;
                expectedDx[at] = Math.fma(-(factor * x[at]), sum, dy[at] / power[at]);
            }
        }
        assertThat(y.toFloats()).containsExactly(expectedY);
        assertThat(dx.toFloats()).containsExactly(expectedDx);
    }

    /** Channels cut into parts of GPUs, of which the middle ones have two neighbours. */
    @ParameterizedTest
    @CsvSource({"2, 48, 3, 5", "2, 131, 1, 5", "3, 2, 7, 5", "3, 64, 2, 3", "2, 7, 33, 9", "4, 9, 5, 15", "3, 6, 3, 13"
    })
    void partsWithABorderGiveTheBitsOfAllChannels(int parts, int channels, int batch, int size) {
        ActivationShape all = new ActivationShape(parts * channels, 2, 1, batch);
        ActivationShape own = new ActivationShape(channels, 2, 1, batch);
        Lrn.Parameters parameters = new Lrn.Parameters(size, 2, 1e-4f, 0.75f);
        DeviceBuffer x = kernels.floats(EmulatedKernels.uniform(all.elements(), -150, 150, 5));
        DeviceBuffer dy = kernels.floats(EmulatedKernels.uniform(all.elements(), -1, 1, 6));
        DeviceBuffer expectedY = kernels.unset(all.elements());
        DeviceBuffer expectedDx = kernels.unset(all.elements());
        Lrn lrn = new Lrn(kernels.library());
        lrn.forward(kernels.stream(), all, parameters, x, expectedY);
        lrn.backward(kernels.stream(), all, parameters, x, dy, expectedDx);

        DeviceBuffer y = kernels.unset(all.elements());
        DeviceBuffer dx = kernels.unset(all.elements());
        int half = size / 2;
        long map = all.bytes() / all.channels();
        DeviceBuffer terms = kernels.unset(Math.toIntExact(parts * 2L * half * map / Float.BYTES));
        for (int part = 0; part < parts; part++) {
            Lrn.Border border = border(part, parts, half);
            DeviceBuffer around = maps(x, part * channels - border.lower(), border.around(own), map);
            lrn.borderForward(kernels.stream(), own, parameters, border, around, maps(y, part * channels, own, map));
            lrn.borderTerms(
                    kernels.stream(),
                    own,
                    parameters,
                    border,
                    around,
                    maps(dy, part * channels, own, map),
                    terms.slice(part * 2 * half * map, 2 * half * map));
        }
        float[] sent = terms.toFloats();
        for (int part = 0; part < parts; part++) {
            Lrn.Border border = border(part, parts, half);
            // The last rows of the part before, the first rows of the part behind.
            int rows = Math.toIntExact(half * map / Float.BYTES);
            float[] neighbours = new float[(border.lower() + border.upper()) / half * rows];
            if (border.lower() > 0) {
                System.arraycopy(sent, (2 * part - 1) * rows, neighbours, 0, rows);
            }
            if (border.upper() > 0) {
                System.arraycopy(sent, (2 * part + 2) * rows, neighbours, neighbours.length - rows, rows);
            }
            lrn.borderBackward(
                    kernels.stream(),
                    own,
                    parameters,
                    border,
                    maps(x, part * channels - border.lower(), border.around(own), map),
                    maps(dy, part * channels, own, map),
                    kernels.floats(neighbours),
                    maps(dx, part * channels, own, map));
        }
        assertThat(y.toFloats()).containsExactly(expectedY.toFloats());
        assertThat(dx.toFloats()).containsExactly(expectedDx.toFloats());
    }

    private static Lrn.Border border(int part, int parts, int half) {
        return new Lrn.Border(part > 0 ? half : 0, part < parts - 1 ? half : 0);
    }

    private static DeviceBuffer maps(DeviceBuffer all, int first, ActivationShape shape, long map) {
        return all.slice(first * map, shape.channels() * map);
    }

    @Test
    void refusesABorderThatIsNotThatOfTheWindow() {
        ActivationShape shape = new ActivationShape(3, 1, 1, 4);
        DeviceBuffer buffer = kernels.unset(1000);
        Lrn lrn = new Lrn(kernels.library());
        assertThatThrownBy(() -> new Lrn.Border(0, 0)).hasMessageContaining("found 0 below and 0 above");
        assertThatThrownBy(() -> lrn.borderForward(
                        kernels.stream(), shape, PAPER, new Lrn.Border(1, 0), buffer, kernels.unset(12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lrn: a window of 5 reaches 2 channels over the border (expected 2 or 0 of each neighbour,"
                        + " found 1 below and 0 above)");
        Lrn.Parameters wide = new Lrn.Parameters(9, 2, 1e-4f, 0.75f);
        assertThatThrownBy(() ->
                        lrn.borderTerms(kernels.stream(), shape, wide, new Lrn.Border(4, 0), buffer, buffer, buffer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lrn: a window of 9 reaches beyond the neighbour (expected at least 4 channels, found 3)");
        assertThatThrownBy(() -> lrn.borderBackward(
                        kernels.stream(),
                        shape,
                        PAPER,
                        new Lrn.Border(2, 2),
                        buffer,
                        kernels.unset(12),
                        kernels.unset(15),
                        kernels.unset(12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lrn border backward: neighbours is too small for 4x1x1x4 (expected 64 bytes, found 60)");
    }

    @Test
    void runTwiceGivesTheSameBits() {
        ActivationShape shape = new ActivationShape(96, 3, 3, 33);
        DeviceBuffer x = kernels.floats(EmulatedKernels.uniform(shape.elements(), -150, 150, 3));
        DeviceBuffer first = kernels.unset(shape.elements());
        DeviceBuffer second = kernels.unset(shape.elements());
        Lrn lrn = new Lrn(kernels.library());
        lrn.forward(kernels.stream(), shape, PAPER, x, first);
        lrn.forward(kernels.stream(), shape, PAPER, x, second);
        assertThat(second.toFloats()).containsExactly(first.toFloats());
    }

    @Test
    void notANumberReachesItsWindowAndNoFurther() {
        ActivationShape shape = new ActivationShape(9, 1, 1, 1);
        float[] x = {1, 1, 1, 1, Float.NaN, 1, 1, 1, 1};
        DeviceBuffer y = kernels.unset(9);
        new Lrn(kernels.library()).forward(kernels.stream(), shape, PAPER, kernels.floats(x), y);
        float[] found = y.toFloats();
        for (int c = 0; c < 9; c++) {
            assertThat(Float.isNaN(found[c])).as("channel " + c).isEqualTo(Math.abs(c - 4) <= 2);
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        ActivationShape shape = new ActivationShape(3, 1, 1, 4);
        DeviceBuffer whole = kernels.unset(12);
        DeviceBuffer part = kernels.unset(11);
        Lrn lrn = new Lrn(kernels.library());
        assertThatThrownBy(() -> lrn.forward(kernels.stream(), shape, PAPER, whole, part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lrn forward: y is too small for 3x1x1x4 (expected 48 bytes, found 44)");
        assertThatThrownBy(() -> lrn.forward(kernels.stream(), shape, PAPER, whole, whole))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("lrn forward: y must not share memory with x (found y at 0x");
        assertThatThrownBy(() -> lrn.backward(kernels.stream(), shape, PAPER, kernels.unset(12), whole, whole))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("lrn backward: dx must not share memory with dy");
        assertThatThrownBy(() -> new Lrn.Parameters(4, 2, 1e-4f, 0.75f)).hasMessageContaining("found 4");
        assertThatThrownBy(() -> new Lrn.Parameters(17, 2, 1e-4f, 0.75f)).hasMessageContaining("found 17");
        assertThatThrownBy(() -> new Lrn.Parameters(5, 0, 1e-4f, 0.75f)).hasMessageContaining("found k 0.0");
        assertThatThrownBy(() -> new Lrn.Parameters(5, 2, 1e-4f, 0.5f))
                .hasMessageContaining("expected 0.75, found 0.5");
    }

    @Test
    void refusesOperandsOfAnotherDevice() {
        ActivationShape shape = new ActivationShape(1, 1, 1, 1);
        try (EmulatedKernels other = new EmulatedKernels()) {
            Lrn lrn = new Lrn(kernels.library());
            assertThatThrownBy(() -> lrn.forward(kernels.stream(), shape, PAPER, kernels.unset(1), other.unset(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("lrn forward: y lies on another device");
            assertThatThrownBy(() -> lrn.forward(other.stream(), shape, PAPER, kernels.unset(1), kernels.unset(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("lrn forward: the stream belongs to another device");
        }
    }

    private static Offset<Float> within(double offset) {
        return Offset.offset((float) offset);
    }
}
