package alexnet.trainer.bench;

import alexnet.engine.Stream;
import alexnet.kernels.example.ExampleOperands;
import java.util.function.Consumer;

/** A product that is made by a kernel of the project and by plain Java loops, from the same operands. */
interface Product {

    /** Such as {@code product.matrix}. */
    String name();

    /** For the reader. */
    String shape();

    /** Floating-point operations, two for each multiply-add; edges and padding do not count. */
    long flops();

    /** Puts the operands on a device and says how to queue the product there. */
    Consumer<Stream> prepare(ExampleOperands operands);

    /** What the last product on the device has made. */
    float[] deviceResult();

    /** The product in nested loops over one array per operand. */
    void naive();

    /** The product in loops that suit caches and SIMD code. */
    void blocked();

    /** What those loops are, in words. */
    String blockedLoops();

    /** What {@link #naive} has made, as the kernel would have it. */
    float[] naiveResult();

    /** What {@link #blocked} has made, as the kernel would have it. */
    float[] blockedResult();

    /** Products that are summed for one value. */
    int terms();
}
