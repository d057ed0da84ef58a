package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.junit.jupiter.api.Test;

class TransposeTest extends KernelTest {

    @Test
    void twoByThreeByHand() {
        DeviceBuffer y = kernels.unset(6);
        new Transpose(kernels.library()).apply(kernels.stream(), 2, 3, kernels.floats(1, 2, 3, 4, Float.NaN, 6), y);
        assertThat(y.toFloats()).containsExactly(1, 4, 2, Float.NaN, 3, 6);
    }

    @Test
    void twiceGivesTheInput() {
        float[] x = EmulatedKernels.uniform(37 * 65, -1, 1, 1);
        DeviceBuffer in = kernels.floats(x);
        DeviceBuffer turned = kernels.unset(x.length);
        Transpose transpose = new Transpose(kernels.library());
        transpose.apply(kernels.stream(), 37, 65, in, turned);
        in.write(new float[x.length]);
        transpose.apply(kernels.stream(), 65, 37, turned, in);
        assertThat(in.toFloats()).containsExactly(x);
    }

    @Test
    void refusesBuffersThatDoNotFit() {
        DeviceBuffer x = kernels.unset(6);
        Transpose transpose = new Transpose(kernels.library());
        assertThatThrownBy(() -> transpose.apply(kernels.stream(), 2, 3, x, kernels.unset(5)))
                .hasMessage("transpose: y is too small for 2x3 (expected 24 bytes, found 20)");
        assertThatThrownBy(() -> transpose.apply(kernels.stream(), 2, 3, x, x))
                .hasMessageStartingWith("transpose: y must not share memory with x");
        assertThatThrownBy(() -> transpose.apply(kernels.stream(), 0, 3, x, x)).hasMessageContaining("found 0x3");
    }
}
