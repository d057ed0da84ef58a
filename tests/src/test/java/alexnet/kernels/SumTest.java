package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.junit.jupiter.api.Test;

class SumTest extends KernelTest {

    @Test
    void resultIsTheRoundedSumAlsoInPlace() {
        float[] x = EmulatedKernels.uniform(1021, -1, 1, 1);
        float[] y = EmulatedKernels.uniform(1021, -1, 1, 2);
        x[0] = 1;
        y[0] = 0x1p-24f;
        x[1] = Float.NaN;
        x[2] = Float.MIN_VALUE;
        y[2] = Float.MIN_VALUE;
        float[] expected = new float[1021];
        for (int i = 0; i < 1021; i++) {
            expected[i] = x[i] + y[i];
        }
        Sum sum = new Sum(kernels.library());
        DeviceBuffer xBuffer = kernels.floats(x);
        DeviceBuffer yBuffer = kernels.floats(y);
        DeviceBuffer out = kernels.unset(1021);
        sum.add(kernels.stream(), 1021, xBuffer, yBuffer, out);
        assertThat(out.toFloats()).containsExactly(expected);
        sum.add(kernels.stream(), 1021, xBuffer, yBuffer, xBuffer);
        assertThat(xBuffer.toFloats()).containsExactly(expected);
        xBuffer.write(x);
        sum.add(kernels.stream(), 1021, xBuffer, yBuffer, yBuffer);
        assertThat(yBuffer.toFloats()).containsExactly(expected);
        assertThat(expected[0]).isEqualTo(1);
    }

    @Test
    void refusesBuffersThatDoNotFit() {
        DeviceBuffer x = kernels.unset(8);
        Sum sum = new Sum(kernels.library());
        assertThatThrownBy(() -> sum.add(kernels.stream(), 9, x, x, x))
                .hasMessage("sum: x is too small for 9 elements (expected 36 bytes, found 32)");
        assertThatThrownBy(() -> sum.add(kernels.stream(), 4, x.slice(0, 16), x.slice(16, 16), x.slice(8, 16)))
                .hasMessageStartingWith("sum: out must not share memory with x");
        assertThatThrownBy(() -> sum.add(kernels.stream(), 0, x, x, x)).hasMessageContaining("found 0");
    }
}
