package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaxPoolTest extends KernelTest {

    private static final float NAN = Float.NaN;

    @Test
    void firstOfEqualValuesWinsAndAloneReceivesTheGradient() {
        // Both windows of the 3 x 5 image hold only 7s but for the corner.
        float[] x = {0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
        PoolShape shape = new PoolShape(1, 3, 5, 1, 3, 2);
        Pooled pooled = forward(shape, x);
        assertThat(pooled.y).containsExactly(7, 7);
        assertThat(pooled.index).containsExactly((byte) 1, (byte) 0);
        float[] dx = backward(shape, new float[] {10, 100}, pooled.index);
        float[] expected = new float[15];
        expected[1] = 10;
        expected[2] = 100;
        assertThat(dx).containsExactly(expected);
    }

    @Test
    void everyInputThatEqualsTheMaximumReceivesTheGradient() {
        float[] x = {0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
        PoolShape shape = new PoolShape(1, 3, 5, 1, 3, 2);
        float[] expected = {0, 10, 110, 100, 100, 10, 10, 110, 100, 100, 10, 10, 110, 100, 100};
        assertThat(backwardAll(shape, x, new float[] {10, 100})).containsExactly(expected);
        // Windows of 2 have the general kernel; -0 equals 0.
        float[] zeros = {0, -0f, -1, 0};
        assertThat(backwardAll(new PoolShape(1, 2, 2, 1, 2, 2), zeros, new float[] {3}))
                .containsExactly(3, 3, 0, 3);
    }

    @Test
    void everyNotANumberOfAWindowReceivesItsGradient() {
        float[] x = {1, NAN, NAN, 9};
        assertThat(backwardAll(new PoolShape(1, 2, 2, 1, 2, 2), x, new float[] {3}))
                .containsExactly(0, 3, 3, 0);
        float[] wide = {NAN, 1, 2, 3, NAN, 4, 5, 6, 7};
        assertThat(backwardAll(new PoolShape(1, 3, 3, 1, 3, 2), wide, new float[] {3}))
                .containsExactly(3, 0, 0, 0, 3, 0, 0, 0, 0);
    }

    @Test
    void withoutTiesTheGradientToAllHasTheBitsOfTheGradientToTheFirst() {
        for (PoolShape shape : List.of(new PoolShape(3, 13, 16, 33, 3, 2), new PoolShape(2, 9, 8, 31, 4, 2))) {
            float[] x = EmulatedKernels.uniform(shape.input().elements(), -1, 1, 4);
            float[] dy = EmulatedKernels.uniform(shape.output().elements(), -1, 1, 5);
            byte[] index = forward(shape, x).index;
            float[] all = backwardAll(shape, x, dy);
            float[] first = backward(shape, dy, index);
            int different = 0;
            for (int i = 0; i < all.length; i++) {
                different += all[i] == first[i] ? 0 : 1;
            }
            assertThat(different)
                    .as("elements of %s that a chance tie changes", shape)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void onePixelUnderFourWindowsReceivesAllFourGradients() {
        float[] x = new float[25];
        x[12] = 1;
        PoolShape shape = new PoolShape(1, 5, 5, 1, 3, 2);
        Pooled pooled = forward(shape, x);
        assertThat(pooled.index).containsExactly((byte) 8, (byte) 6, (byte) 2, (byte) 0);
        float[] expected = new float[25];
        expected[12] = 1111;
        assertThat(backward(shape, new float[] {1, 10, 100, 1000}, pooled.index))
                .containsExactly(expected);
    }

    @Test
    void firstNotANumberIsTheMaximum() {
        PoolShape shape = new PoolShape(1, 2, 2, 3, 2, 2);
        // Three images, batch innermost: NaN last, NaN twice, none but -infinity.
        float minus = Float.NEGATIVE_INFINITY;
        float[] x = {1, 2, minus, 9, NAN, minus, 3, 5, minus, NAN, NAN, minus};
        Pooled pooled = forward(shape, x);
        assertThat(pooled.y).containsExactly(NAN, NAN, minus);
        assertThat(pooled.index).containsExactly((byte) 3, (byte) 1, (byte) 0);
    }

    @Test
    void windowOverTheEdgeCoversWhatIsThere() {
        PoolShape shape = new PoolShape(1, 4, 4, 1, 3, 2);
        float[] x = {-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12, -13, -14, -15, -16};
        Pooled pooled = forward(shape, x);
        assertThat(pooled.y).containsExactly(-1, -3, -9, -11);
        assertThat(pooled.index).containsOnly((byte) 0);
    }

    @Test
    void patchKernelHasTheBitsOfTheGeneralOne() {
        PoolShape shape = new PoolShape(3, 13, 16, 33, 3, 2);
        float[] x = EmulatedKernels.uniform(shape.input().elements(), -1, 1, 1);
        float[] dy = EmulatedKernels.uniform(shape.output().elements(), -1, 1, 2);
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.round(x[i] * 3);
        }
        Pooled pooled = forward(shape, x);
        DeviceBuffer dx = kernels.unset(x.length);
        kernels.stream()
                .launch(
                        kernels.library().kernel("max_pool", "max_pool_backward"),
                        LaunchGeometry.of(13 * 16, 1, 2, 32, 8),
                        new KernelArguments()
                                .struct(shape.fields())
                                .pointer(kernels.floats(dy))
                                .pointer(kernels.uint8(pooled.index))
                                .pointer(dx));
        assertThat(backward(shape, dy, pooled.index)).containsExactly(dx.toFloats());
    }

    @Test
    void notANumberInOneGradientStaysWithItsMaximum() {
        PoolShape shape = new PoolShape(1, 3, 5, 1, 3, 2);
        float[] dx = backward(shape, new float[] {NAN, 1}, new byte[] {2, 0});
        assertThat(dx[2]).isNaN();
        dx[2] = 0;
        assertThat(dx).containsOnly(0);
    }

    @Test
    void runTwiceGivesTheSameBits() {
        PoolShape shape = new PoolShape(5, 13, 13, 33, 3, 2);
        float[] x = EmulatedKernels.uniform(shape.input().elements(), -1, 1, 3);
        Pooled first = forward(shape, x);
        Pooled second = forward(shape, x);
        assertThat(second.y).containsExactly(first.y);
        assertThat(second.index).containsExactly(first.index);
        assertThat(backward(shape, first.y, first.index)).containsExactly(backward(shape, first.y, first.index));
    }

    @Test
    void refusesBuffersThatDoNotFit() {
        PoolShape shape = new PoolShape(1, 3, 3, 4, 3, 2);
        DeviceBuffer x = kernels.unset(36);
        DeviceBuffer y = kernels.unset(4);
        MaxPool pool = new MaxPool(kernels.library());
        assertThatThrownBy(() -> pool.forward(kernels.stream(), shape, x, y, kernels.bytes(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max pool forward: index is too small for 1x3x3x4 by 3/2 (expected 4 bytes, found 3)");
        assertThatThrownBy(() -> pool.backward(kernels.stream(), shape, y, kernels.bytes(4), y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dx is too small for 1x3x3x4 by 3/2 (expected 144 bytes, found 16)");
        assertThatThrownBy(() -> pool.forward(kernels.stream(), shape, x, x, kernels.bytes(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("y must not share memory with x");
    }

    private record Pooled(float[] y, byte[] index) {}

    private Pooled forward(PoolShape shape, float[] x) {
        DeviceBuffer y = kernels.unset(shape.output().elements());
        byte[] unset = new byte[shape.output().elements()];
        Arrays.fill(unset, (byte) -1);
        DeviceBuffer index = kernels.uint8(unset);
        new MaxPool(kernels.library()).forward(kernels.stream(), shape, kernels.floats(x), y, index);
        return new Pooled(y.toFloats(), EmulatedKernels.readBytes(index));
    }

    private float[] backward(PoolShape shape, float[] dy, byte[] index) {
        DeviceBuffer dx = kernels.unset(shape.input().elements());
        new MaxPool(kernels.library()).backward(kernels.stream(), shape, kernels.floats(dy), kernels.uint8(index), dx);
        return dx.toFloats();
    }

    private float[] backwardAll(PoolShape shape, float[] x, float[] dy) {
        DeviceBuffer dx = kernels.unset(shape.input().elements());
        new MaxPool(kernels.library())
                .backwardAll(
                        kernels.stream(),
                        shape,
                        kernels.floats(x),
                        kernels.floats(forward(shape, x).y),
                        kernels.floats(dy),
                        dx);
        return dx.toFloats();
    }
}
