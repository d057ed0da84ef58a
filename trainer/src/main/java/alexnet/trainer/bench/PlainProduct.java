package alexnet.trainer.bench;

import alexnet.engine.DeviceBuffer;

/** A product whose results lie on the device as a buffer, and on the host as an array and as rows. */
abstract class PlainProduct implements Product {

    /** The result of {@link #naive}. */
    final float[] naive;
    /** The result of {@link #blocked}, by rows. */
    final float[][] blocked;
    /** The result on the device, from {@link #prepare} on. */
    DeviceBuffer y;

    PlainProduct(int rows, int columns) {
        naive = new float[rows * columns];
        blocked = new float[rows][columns];
    }

    @Override
    public final float[] deviceResult() {
        return y.toFloats();
    }

    @Override
    public final float[] naiveResult() {
        return naive;
    }

    @Override
    public final float[] blockedResult() {
        return flat(blocked);
    }

    /** The rows of a matrix as one array. */
    static float[] flat(float[][] rows) {
        float[] matrix = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, matrix, i * rows[0].length, rows[0].length);
        }
        return matrix;
    }
}
