package alexnet.kernels.example;

import alexnet.kernels.Transpose;
import alexnet.kernels.reference.TransposeReference;
import java.util.Arrays;
import java.util.List;

/** {@link Transpose} against {@link TransposeReference}. */
public final class TransposeExamples extends KernelExamples {

    /** Rows and columns around the edges of tiles, tall, wide and single. */
    private static final int[][] SHAPES = {
        {1, 1}, {1, 3}, {3, 1}, {1, 127}, {127, 1}, {31, 31}, {32, 32}, {33, 33}, {31, 33}, {33, 31}, {32, 1}, {1, 32},
        {64, 32}, {32, 64}, {63, 65}, {128, 3}, {3, 128}, {507, 31}, {33, 507}, {7, 1031}, {1031, 7}, {4097, 2}
    };

    TransposeExamples() {
        super(170, 160);
    }

    /** x (rows,columns) to y (columns,rows). */
    static ExampleCall matrix(int rows, int columns) {
        int elements = rows * columns;
        String shape = rows + "x" + columns;
        ExampleCall.Preparation preparation = UnaryCall.relative(
                elements,
                UnaryCall.UNIFORM,
                (kernels, stream, x, y) -> new Transpose(kernels).apply(stream, rows, columns, x, y),
                (x, y) -> TransposeReference.apply(rows, columns, x, y),
                0);
        return new ExampleCall("transpose", "matrix", shape, 2L * elements * Float.BYTES, preparation);
    }

    @Override
    List<ExampleCall> checks() {
        return Arrays.stream(SHAPES).map(s -> matrix(s[0], s[1])).toList();
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(new RepresentativeLaunch("pool5 to (N,C*H*W)", "transpose_matrix", n -> matrix(9216, n)));
    }
}
