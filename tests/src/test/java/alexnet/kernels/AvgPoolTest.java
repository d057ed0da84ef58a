package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.junit.jupiter.api.Test;

class AvgPoolTest extends KernelTest {

    @Test
    void aWindowOverTheEdgeIsDividedByThePixelsThatItHas() {
        // 4 x 4 pixels by 3/2: windows of 9, 6, 6 and 4 pixels.
        PoolShape shape = new PoolShape(1, 4, 4, 1, 3, 2);
        float[] x = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 25};
        DeviceBuffer y = kernels.unset(4);
        AvgPool pool = new AvgPool(kernels.library());
        pool.forward(kernels.stream(), shape, kernels.floats(x), y);
        assertThat(y.toFloats()).containsExactly(9, 9, 9, 13);
        DeviceBuffer dx = kernels.unset(16);
        pool.backward(kernels.stream(), shape, kernels.floats(9, 60, 600, 4000), dx);
        assertThat(dx.toFloats())
                .containsExactly(1, 1, 11, 10, 1, 1, 11, 10, 101, 101, 1111, 1010, 100, 100, 1100, 1000);
    }

    @Test
    void aNotANumberStaysWithItsWindowsAndItsImage() {
        PoolShape shape = new PoolShape(1, 2, 4, 2, 2, 2);
        float[] x = EmulatedKernels.uniform(16, -1, 1, 1);
        x[2 * 2 + 1] = Float.NaN;
        DeviceBuffer y = kernels.unset(4);
        new AvgPool(kernels.library()).forward(kernels.stream(), shape, kernels.floats(x), y);
        float[] found = y.toFloats();
        assertThat(found[3]).isNaN();
        assertThat(new float[] {found[0], found[1], found[2]}).doesNotContain(Float.NaN);
    }

    @Test
    void refusesBuffersThatDoNotFit() {
        PoolShape shape = new PoolShape(1, 3, 3, 4, 3, 2);
        DeviceBuffer x = kernels.unset(36);
        DeviceBuffer y = kernels.unset(4);
        AvgPool pool = new AvgPool(kernels.library());
        assertThatThrownBy(() -> pool.forward(kernels.stream(), shape, x, x))
                .hasMessageStartingWith("average pool forward: y must not share memory with x");
        assertThatThrownBy(() -> pool.backward(kernels.stream(), shape, y, y))
                .hasMessage("average pool backward: dx is too small for 1x3x3x4 by 3/2 (expected 144 bytes, found 16)");
    }
}
