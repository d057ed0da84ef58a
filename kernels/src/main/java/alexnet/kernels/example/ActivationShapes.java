package alexnet.kernels.example;

import alexnet.kernels.ActivationShape;
import java.util.Arrays;
import java.util.List;

/** Shapes of operations on activations. */
final class ActivationShapes {

    private ActivationShapes() {}

    /** @param rows channels, height, width, batch of each */
    static List<ActivationShape> of(int[][] rows) {
        return Arrays.stream(rows)
                .map(s -> new ActivationShape(s[0], s[1], s[2], s[3]))
                .toList();
    }
}
