package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/** Turns a matrix over: between our activations, (C*H*W,N), and the (N,C*H*W) of vendor libraries. Values only move. */
public record Transpose(KernelLibrary library) {

    private static final int TILE = 32;
    private static final int ROWS = 8;

    /**
     * Queues y = x transposed.
     *
     * @param x (rows,columns)
     * @param y (columns,rows), apart from x
     * @throws IllegalArgumentException when an extent is below 1, or a buffer too small, on another device or shared
     */
    public void apply(Stream stream, int rows, int columns, DeviceBuffer x, DeviceBuffer y) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "transpose: rows and columns must be at least 1 (found " + rows + "x" + columns + ")");
        }
        String shape = rows + "x" + columns;
        int elements = Math.multiplyExact(rows, columns);
        Operands.of("transpose", library, stream)
                .floats("x", x, elements, shape)
                .floats("y", y, elements, shape)
                .apart("y", "x");
        stream.launch(
                library.kernel("transpose", "transpose_matrix"),
                LaunchGeometry.of((rows + TILE - 1) / TILE, (columns + TILE - 1) / TILE, 1, TILE, ROWS),
                new KernelArguments().i32(rows).i32(columns).pointer(x).pointer(y));
    }
}
