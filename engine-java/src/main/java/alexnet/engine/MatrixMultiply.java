package alexnet.engine;

/** Single-precision matrix multiplication by a vendor library, for comparison with and in place of our own kernel. */
public interface MatrixMultiply {

    /** {@return library and version, for reports} */
    String description();

    /**
     * Queues {@code c (m,n) = op(a) (m,k) x op(b) (k,n)}, all row-major and dense, where op transposes when the flag is
     * set (a is then stored (k,m), b (n,k)). Summation order, and so the last bits, are the library's.
     *
     * @param stream the queue, of the device that this was taken from
     * @param transposeA whether a is stored (k,m)
     * @param transposeB whether b is stored (n,k)
     * @param m rows of the product
     * @param n columns of the product
     * @param k terms of each sum
     * @param a m*k floats
     * @param b k*n floats
     * @param c m*n floats, all of them written
     * @throws IllegalArgumentException when a buffer is too small or lies on another device
     */
    void multiply(
            Stream stream,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            DeviceBuffer a,
            DeviceBuffer b,
            DeviceBuffer c);
}
