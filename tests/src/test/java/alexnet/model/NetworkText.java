package alexnet.model;

/** Texts of small network files. */
public final class NetworkText {

    /** A convolution and pooling on two GPUs, then the classes on the first. */
    public static final String SMALL = of("small", 2, 8, 4, """
            - {name: a, kind: conv, gpus: [0, 1], reads: data, filters: 4, size: 3, activation: relu, deviation: 0.1, bias: 1}
            - {name: b, kind: max_pool, gpus: [0, 1], reads: a, size: 3, stride: 2}
            - {name: c, kind: fully_connected, gpus: [0], reads: b, from: both, outputs: classes, activation: none, deviation: 0.1, bias: 0}
            - {name: d, kind: softmax, gpus: [0], reads: c}
            """);

    private NetworkText() {}

    /**
     * A network over colour pictures.
     *
     * @param size rows and columns of the crops and of the input
     * @param layers a line each, from {@code - {name:} on
     */
    public static String of(String name, int gpus, int size, int classes, String layers) {
        return """
                name: %s
                gpus: %d
                input: {channels: 3, crop: %d, size: %d}
                classes: %d
                layers:
                """.formatted(name, gpus, size, size, classes) + layers.indent(2);
    }
}
