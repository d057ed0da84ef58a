package alexnet.engine;

/** Single-precision matrix multiplication by a vendor library, for comparison with and in place of our own kernel. */
public interface MatrixMultiply {

    /** Library and version, for reports. */
    String description();

    /**
     * Queues {@code c (m,n) = op(a) (m,k) x op(b) (k,n)}, all row-major and dense, where op transposes when the flag is
     * set (a is then stored (k,m), b (n,k)). Summation order, and so the last bits, are the library's.
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
