package alexnet.kernels.example;

import java.util.Arrays;
import java.util.List;

/** Shapes of operations on flat lists of elements. */
final class Lengths {

    /** Around the edges of warps and blocks, prime ones, and one of several blocks on every multiprocessor. */
    static final List<Integer> AROUND_BLOCKS = of(
            new int[] {1, 2, 3, 5, 7, 31, 32, 33, 64, 97, 127, 128, 255, 256, 257, 509, 1000, 1023, 1024, 4099, 20011});

    private Lengths() {}

    static List<Integer> of(int[] lengths) {
        return Arrays.stream(lengths).boxed().toList();
    }

    /** The shape, for people. */
    static String text(int elements) {
        return elements + " elements";
    }
}
