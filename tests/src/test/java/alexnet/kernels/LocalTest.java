package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTest extends KernelTest {

    @Test
    void everyPixelHasFiltersOfItsOwnByHand() {
        // One channel of 1x2 pixels, one filter of 1x3 with padding 1; R and S are 3 and 3, rows beyond the image are
        // 0.
        ConvShape shape = new ConvShape(1, 1, 2, 1, 1, 3, 3, 1, 1);
        float[] weights = new float[2 * 9];
        // Pixel 0 sees (0, x0, x1) in its middle row, pixel 1 sees (x0, x1, 0).
        weights[3] = 100;
        weights[4] = 2;
        weights[5] = 3;
        weights[9 + 3] = 5;
        weights[9 + 4] = 7;
        weights[9 + 5] = 100;
        DeviceBuffer bank = kernels.floats(weights);
        DeviceBuffer x = kernels.floats(10, 1);
        DeviceBuffer y = kernels.unset(2);
        DeviceBuffer dx = kernels.unset(2);
        DeviceBuffer dWeights = kernels.unset(18);
        Local local = new Local(kernels.library());
        local.forward(kernels.stream(), shape, x, bank, kernels.floats(0.5f, -60), Activation.RELU, y);
        assertThat(y.toFloats()).containsExactly(2 * 10 + 3 * 1 + 0.5f, 0);
        local.dataGradient(kernels.stream(), shape, bank, kernels.floats(1, 1000), dx);
        assertThat(dx.toFloats()).containsExactly(2 + 5000, 3 + 7000);
        local.weightGradient(kernels.stream(), shape, x, kernels.floats(1, 1000), dWeights);
        assertThat(dWeights.toFloats()).containsExactly(0, 0, 0, 0, 10, 1, 0, 0, 0, 0, 0, 0, 10000, 1000, 0, 0, 0, 0);
    }

    /** A convolution is the local layer whose pixels have the same filters; the order of the sums is the same too. */
    @ParameterizedTest
    @CsvSource({"3, 5, 7, 20, 3, 1", "17, 4, 33, 35, 3, 1", "5, 6, 130, 16, 5, 2", "64, 3, 32, 48, 3, 0"})
    void equalFiltersGiveTheBitsOfAConvolution(int channels, int side, int batch, int filters, int size, int padding) {
        ConvShape shape = new ConvShape(channels, side, side, batch, filters, size, size, 1, padding);
        int pixels = shape.outputHeight() * shape.outputWidth();
        float[] weights = EmulatedKernels.uniform(shape.weights(), -1, 1, 1);
        float[] bias = EmulatedKernels.uniform(filters, -1, 1, 2);
        float[] banks = new float[shape.unsharedWeights()];
        float[] biases = new float[filters * pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            System.arraycopy(weights, 0, banks, pixel * weights.length, weights.length);
            for (int k = 0; k < filters; k++) {
                biases[k * pixels + pixel] = bias[k];
            }
        }
        DeviceBuffer x = kernels.floats(EmulatedKernels.uniform(shape.input().elements(), -1, 1, 3));
        DeviceBuffer dy = kernels.floats(EmulatedKernels.uniform(shape.output().elements(), -1, 1, 4));
        DeviceBuffer y = kernels.unset(shape.output().elements());
        DeviceBuffer dx = kernels.unset(shape.input().elements());
        DeviceBuffer expectedY = kernels.unset(shape.output().elements());
        DeviceBuffer expectedDx = kernels.unset(shape.input().elements());
        Local local = new Local(kernels.library());
        Conv conv = new Conv(kernels.library());
        DeviceBuffer shared = kernels.floats(weights);
        DeviceBuffer own = kernels.floats(banks);
        local.forward(kernels.stream(), shape, x, own, kernels.floats(biases), Activation.RELU, y);
        local.dataGradient(kernels.stream(), shape, own, dy, dx);
        conv.forward(kernels.stream(), shape, x, shared, kernels.floats(bias), Activation.RELU, expectedY);
        DeviceBuffer workspace = kernels.bytes(conv.workspaceBytes(shape));
        conv.dataGradient(kernels.stream(), shape, shared, dy, workspace, expectedDx);
        assertThat(y.toFloats()).containsExactly(expectedY.toFloats());
        assertThat(dx.toFloats()).containsExactly(expectedDx.toFloats());
    }

    @Test
    void refusesWhatItCannotDo() {
        ConvShape shape = new ConvShape(1, 5, 5, 4, 2, 3, 3, 2, 1);
        Local local = new Local(kernels.library());
        DeviceBuffer large = kernels.unset(1000);
        assertThatThrownBy(() -> local.dataGradient(kernels.stream(), shape, large, large, kernels.unset(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only stride 1 has a kernel (expected stride 1, found 2");
        assertThatThrownBy(() -> local.forward(
                        kernels.stream(), shape, large, kernels.unset(161), large, Activation.NONE, kernels.unset(72)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "local forward: weights is too small for 1x5x5x4 * 2x3x3/2+1 (expected 648 bytes,"
                                + " found 644)");
        assertThatThrownBy(() -> local.weightGradient(kernels.stream(), shape, large, kernels.unset(72), large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("local weight gradient: dWeights must not share memory with x");
        ConvShape wide = new ConvShape(1, 256, 256, 1, 1, 1, 1, 1, 0);
        assertThatThrownBy(() -> local.weightGradient(kernels.stream(), wide, large, large, large))
                .hasMessageContaining("expected at most 65535, found 65536");
    }
}
