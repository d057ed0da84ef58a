package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.junit.jupiter.api.Test;

class ReluTest extends KernelTest {

    @Test
    void passesWhatIsAboveZeroAndNotANumber() {
        float[] x = {-1, -0f, 0, Float.MIN_VALUE, 3, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        float[] expected = {0, 0, 0, Float.MIN_VALUE, 3, Float.NaN, Float.POSITIVE_INFINITY, 0};
        DeviceBuffer in = kernels.floats(x);
        DeviceBuffer out = kernels.unset(x.length);
        Relu relu = new Relu(kernels.library());
        relu.forward(kernels.stream(), x.length, in, out);
        assertThat(out.toFloats()).containsExactly(expected);
        relu.forward(kernels.stream(), x.length, in, in);
        assertThat(in.toFloats()).containsExactly(expected);
    }

    @Test
    void theDerivativeAtZeroIsZeroAndANotANumberIsNotLost() {
        float nan = Float.NaN;
        DeviceBuffer y = kernels.floats(0, -0f, Float.MIN_VALUE, 2, nan, 5, 0);
        DeviceBuffer dy = kernels.floats(10, 20, 30, 40, 50, nan, nan);
        DeviceBuffer dx = kernels.unset(7);
        Relu relu = new Relu(kernels.library());
        relu.backward(kernels.stream(), 7, y, dy, dx);
        assertThat(dx.toFloats()).containsExactly(0, 0, 30, 40, 50, nan, 0);
        relu.backward(kernels.stream(), 7, y, dy, dy);
        assertThat(dy.toFloats()).containsExactly(dx.toFloats());
    }

    @Test
    void refusesBuffersThatDoNotFit() {
        DeviceBuffer x = kernels.unset(8);
        Relu relu = new Relu(kernels.library());
        assertThatThrownBy(() -> relu.forward(kernels.stream(), 9, x, x))
                .hasMessage("relu forward: x is too small for 9 elements (expected 36 bytes, found 32)");
        assertThatThrownBy(() -> relu.backward(kernels.stream(), 4, x.slice(0, 16), x.slice(16, 16), x.slice(8, 16)))
                .hasMessageStartingWith("relu backward: dx must not share memory with y");
        assertThatThrownBy(() -> relu.forward(kernels.stream(), 0, x, x))
                .hasMessage("relu forward: elements must be at least 1 (found 0)");
    }
}
