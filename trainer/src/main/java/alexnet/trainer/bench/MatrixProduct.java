package alexnet.trainer.bench;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.kernels.Activation;
import alexnet.kernels.FullyConnected;
import alexnet.kernels.FullyConnectedShape;
import alexnet.kernels.example.ExampleOperands;
import java.util.function.Consumer;

/** y (S,S) = weights (S,S) x (S,S): the tiled product of the fully connected layers, at a square shape. */
final class MatrixProduct extends PlainProduct {

    private final int size;
    private final float[] weights;
    private final float[] x;
    private final float[][] weightRows;
    private final float[][] xRows;

    /** @param size S */
    MatrixProduct(int size) {
        super(size, size);
        this.size = size;
        weights = BenchValues.of((long) size * size);
        x = BenchValues.of((long) size * size);
        weightRows = rows(weights, size);
        xRows = rows(x, size);
    }

    /** The rows of a matrix with {@code columns} columns. */
    static float[][] rows(float[] matrix, int columns) {
        float[][] rows = new float[matrix.length / columns][columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(matrix, i * columns, rows[i], 0, columns);
        }
        return rows;
    }

    @Override
    public String name() {
        return "product.matrix";
    }

    @Override
    public String shape() {
        return size + "x" + size + "x" + size;
    }

    @Override
    public long flops() {
        return 2L * size * size * size;
    }

    @Override
    public int terms() {
        return size;
    }

    @Override
    public Consumer<Stream> prepare(ExampleOperands operands) {
        FullyConnected product = new FullyConnected(operands.kernels());
        FullyConnectedShape shape = new FullyConnectedShape(size, size, size);
        DeviceBuffer deviceX = operands.given("x", x);
        DeviceBuffer deviceWeights = operands.given("weights", weights);
        DeviceBuffer bias = operands.given("bias", new float[size]);
        DeviceBuffer workspace = operands.memory("workspace", Math.max(Float.BYTES, product.workspaceBytes(shape)));
        y = operands.memory("y", (long) size * size * Float.BYTES);
        return stream -> product.forward(stream, shape, deviceX, deviceWeights, bias, Activation.NONE, workspace, y);
    }

    @Override
    public void naive() {
        PlainLoops.naiveProduct(size, size, size, weights, x, naive);
    }

    @Override
    public void blocked() {
        PlainLoops.blockedProduct(size, size, size, weightRows, xRows, blocked);
    }

    @Override
    public String blockedLoops() {
        return "rows as arrays, strips of columns, four terms at once";
    }
}
