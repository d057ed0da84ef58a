package alexnet.model;

import java.util.Arrays;

/**
 * A named float32 array.
 *
 * @param name such as {@code conv1.0.weight}
 * @param shape extents, the outermost first
 * @param data values in row-major order; the record does not copy them
 */
public record Tensor(String name, int[] shape, float[] data) {

    public Tensor {
        if (elements(shape) != data.length) {
            throw new IllegalArgumentException(name + ": number of values differs from the shape's (expected "
                    + elements(shape) + " for " + Arrays.toString(shape) + ", found " + data.length + ")");
        }
    }

    /** The product of the extents; 1 for no extents. */
    public static int elements(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Same name, shape and bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && name.equals(that.name)
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape);
    }
}
