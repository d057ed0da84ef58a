package alexnet.kernels.reference;

/** What {@link alexnet.kernels.Transpose} computes, in double precision. */
public final class TransposeReference {

    private TransposeReference() {}

    /** y (columns,rows) = x (rows,columns) transposed. */
    public static void apply(int rows, int columns, double[] x, double[] y) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                y[c * rows + r] = x[r * columns + c];
            }
        }
    }
}
