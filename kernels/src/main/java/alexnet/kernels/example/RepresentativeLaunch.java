package alexnet.kernels.example;

import java.util.List;
import java.util.function.IntFunction;

/**
 * One operation of the library at a shape that stands for its use.
 *
 * @param name what it is in the network, such as {@code conv2 forward}
 * @param kernels the kernels that it launches at its own batch
 * @param batch its own batch; 0 where the shape has none
 * @param calls the call for a number of images
 */
public record RepresentativeLaunch(String name, List<String> kernels, int batch, IntFunction<ExampleCall> calls) {

    /** Images of a launch, unless it says otherwise. */
    static final int BATCH = 32;

    /** A launch for {@link #BATCH} images. */
    RepresentativeLaunch(String name, String kernel, IntFunction<ExampleCall> calls) {
        this(name, List.of(kernel), BATCH, calls);
    }

    /** The .cu file without ending. */
    public String file() {
        return calls.apply(batch).file();
    }
}
