package alexnet.model;

import alexnet.model.text.Words;
import java.util.Arrays;
import java.util.Map;

/** Whose values the points take where text, program and re-implementation differ. */
public enum Preset {
    /**
     * The text of the paper. Where it is silent (the border, ties, and the layer of the classes, which its figure draws
     * over both GPUs) it follows the program as far as that is the plainer choice; the network files hold these values.
     */
    PAPER(points("conv,relu,lrn,pool", "none", "0.0001", "2", "stop", "0.01", "0.01", "1")
            .with(Point.POOL_TIES, "first")
            .with(Point.DROPOUT_FORM, "paper")
            .with(Point.INPUT_FORM, "224+3")
            .with(Point.FC8, "gpu0")),

    /** The program that the authors published, network 145. */
    ORIGINAL(points("conv,lrn,pool,relu", "within-map", "0.00002", "2", "stop", "0.03", "0.01", "1")
            .with(Point.POOL_TIES, "all")
            .with(Point.DROPOUT_FORM, "paper")
            .with(Point.INPUT_FORM, "224+3")
            .with(Point.FC8, "gpu0")),

    /** Caffe's bvlc_alexnet: for weights that come from there. */
    CAFFE(points("conv,relu,lrn,pool", "none", "0.00002", "1", "cross", "0.01", "0.005", "0.1")
            .with(Point.POOL_TIES, "first")
            .with(Point.DROPOUT_FORM, "inverted")
            .with(Point.INPUT_FORM, "227")
            .with(Point.FC8, "gpu0"));

    private final Points points;

    Preset(Points points) {
        this.points = points;
    }

    private static Points points(
            String order,
            String extraNorm,
            String alpha,
            String k,
            String border,
            String convDeviation,
            String fcDeviation,
            String bias) {
        return new Points(Map.of(
                Point.LAYER1_ORDER,
                order,
                Point.EXTRA_NORM,
                extraNorm,
                Point.LRN_ALPHA,
                alpha,
                Point.LRN_K,
                k,
                Point.LRN_BORDER,
                border,
                Point.CONV_DEVIATION,
                convDeviation,
                Point.FC_DEVIATION,
                fcDeviation,
                Point.INITIAL_BIAS,
                bias));
    }

    /** Its value at every point of the network. */
    public Points points() {
        return points;
    }

    /**
     * Whether deviations that a network file gives for reduced sizes stay: the paper's own do not train a small network.
     */
    boolean keepsReducedDeviations() {
        return this == PAPER;
    }

    /**
     * The preset that a user names.
     *
     * @throws NetworkException when there is none of that name
     */
    public static Preset named(String name) {
        return Words.find(Preset.class, name)
                .orElseThrow(() -> new NetworkException("--preset: no such preset (expected one of "
                        + Arrays.toString(values()) + ", found " + name + ")"));
    }

    @Override
    public String toString() {
        return Words.of(this);
    }
}
