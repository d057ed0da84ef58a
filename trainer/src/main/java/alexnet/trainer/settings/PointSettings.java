package alexnet.trainer.settings;

import alexnet.model.Point;
import alexnet.model.Points;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The points of a network, each as an option; without it the preset's value, or the network file's. */
public final class PointSettings {

    @Option(
            names = "--layer1-order",
            paramLabel = "ORDER",
            description = "conv,relu,lrn,pool (paper, caffe) or conv,lrn,pool,relu (original)")
    private String layer1Order;

    @Option(
            names = "--extra-norm",
            paramLabel = "KIND",
            description = "normalisation behind the second: none (paper, caffe) or within-map (original)")
    private String extraNorm;

    @Option(
            names = "--lrn-alpha",
            paramLabel = "A",
            description = "factor of the plain sum of squares: 0.0001 (paper), 0.00002 (original, caffe)")
    private Double lrnAlpha;

    @Option(names = "--lrn-k", paramLabel = "K", description = "what is added to it: 2 (paper, original), 1 (caffe)")
    private Double lrnK;

    @Option(
            names = "--lrn-border",
            paramLabel = "HOW",
            description = "normalisation stops at the GPU's border (paper, original) or crosses it: cross (caffe)")
    private String lrnBorder;

    @Option(
            names = "--conv-deviation",
            paramLabel = "D",
            description = "start of conv3 and on: 0.01 (paper, caffe; 0.03 at reduced size in paper), 0.03 (original)")
    private Double convDeviation;

    @Option(
            names = "--fc-deviation",
            paramLabel = "D",
            description = "start of fc6 and fc7: 0.01 (paper, original), 0.005 (caffe)")
    private Double fcDeviation;

    @Option(
            names = "--initial-bias",
            paramLabel = "B",
            description = "start of the biases that the network starts at 1: 1 (paper, original; 0.1 at reduced size),"
                    + " 0.1 (caffe)")
    private Double initialBias;

    @Option(
            names = "--pool-ties",
            paramLabel = "WHICH",
            description = "who gets the gradient of equal maxima: first (paper, caffe) or all (original)")
    private String poolTies;

    @Option(
            names = "--dropout-form",
            paramLabel = "FORM",
            description = "scaled when evaluating: paper (paper, original), or in training: inverted (caffe)")
    private String dropoutForm;

    @Option(
            names = "--input-form",
            paramLabel = "FORM",
            description = "crops of 224 and three zeros: 224+3 (paper, original), or crops of 227: 227 (caffe)")
    private String inputForm;

    @Option(
            names = "--fc8",
            paramLabel = "WHERE",
            description = "the layer of the classes: gpu0 (all presets), or both: half of the classes on each GPU")
    private String fc8;

    /** The points that were given. */
    public Points points() {
        Map<Point, String> values = new EnumMap<>(Point.class);
        put(values, Point.LAYER1_ORDER, layer1Order);
        put(values, Point.EXTRA_NORM, extraNorm);
        put(values, Point.LRN_ALPHA, lrnAlpha);
        put(values, Point.LRN_K, lrnK);
        put(values, Point.LRN_BORDER, lrnBorder);
        put(values, Point.CONV_DEVIATION, convDeviation);
        put(values, Point.FC_DEVIATION, fcDeviation);
        put(values, Point.INITIAL_BIAS, initialBias);
        put(values, Point.POOL_TIES, poolTies);
        put(values, Point.DROPOUT_FORM, dropoutForm);
        put(values, Point.INPUT_FORM, inputForm);
        put(values, Point.FC8, fc8);
        return new Points(values);
    }

    /** {@code --initial-bias}. */
    OptionalDouble initialBias() {
        return Optionals.of(initialBias);
    }

    private static void put(Map<Point, String> values, Point point, Object value) {
        if (value != null) {
            values.put(point, value.toString());
        }
    }
}
