package alexnet.kernels.example;

/** Shapes of operations on flat lists of elements. */
final class Lengths {

    /** Around the edges of warps and blocks, prime ones, and one of several blocks on every multiprocessor. */
    static final int[] AROUND_BLOCKS = {
        1, 2, 3, 5, 7, 31, 32, 33, 64, 97, 127, 128, 255, 256, 257, 509, 1000, 1023, 1024, 4099, 20011
    };

    private Lengths() {}

    /** The shape, for people. */
    static String text(int elements) {
        return elements + " elements";
    }
}
