package alexnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.ConvImage;
import alexnet.kernels.ConvShape;
import alexnet.kernels.EmulatedKernels;
import alexnet.kernels.MomentumSgd;
import alexnet.kernels.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Single layers, forward and backward, against PyTorch in double precision. */
final class GoldenLayersTest {

    private static final double LIMIT = 1e-5;
    private static final String CONV = "activation: relu, deviation: 0, bias: 0";

    private final GoldenFile golden = GoldenFile.open("layers");

    /**
     * A layer of layers.py as a network file describes it.
     *
     * @param name start of the names of its tensors
     */
    private record Case(String name, String kind, String settings) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("conv5x5", "conv", ", filters: 8, size: 5, padding: 2, " + CONV),
                new Case("conv3x3", "conv", ", filters: 7, size: 3, padding: 1, " + CONV),
                new Case("conv_grouped", "conv", ", filters: 6, size: 3, padding: 1, groups: 2, " + CONV),
                new Case("lrn_paper", "lrn", ", size: 5, k: 2, alpha: 0.0001, beta: 0.75"),
                new Case("lrn_caffe", "lrn", ", size: 5, k: 1, alpha: 0.00002, beta: 0.75"),
                new Case("lrn_original", "lrn", ", size: 5, k: 2, alpha: 0.00002, beta: 0.75"),
                new Case("within_map_norm", "within_map_norm", ", size: 5, k: 1, alpha: 0.00004, beta: 0.75"),
                new Case("max_pool", "max_pool", ", size: 3, stride: 2"),
                new Case("max_pool_hanging", "max_pool", ", size: 3, stride: 2"),
                new Case("max_pool_ties_first", "max_pool", ", size: 3, stride: 2, ties: first"),
                new Case("max_pool_ties_all", "max_pool", ", size: 3, stride: 2, ties: all"),
                new Case("avg_pool", "avg_pool", ", size: 3, stride: 2"),
                new Case(
                        "fully_connected", "fully_connected", ", outputs: 11, activation: none, deviation: 0, bias: 0"),
                new Case("relu", "relu", ""),
                new Case("tanh", "tanh", ""),
                new Case("tanh_scaled", "tanh", ", scale: 1.7159, slope: 0.6666666666666666"),
                new Case("dropout_paper", "dropout", ", probability: 0.5, form: paper"),
                new Case("dropout_inverted", "dropout", ", probability: 0.5, form: inverted"),
                new Case("dropout_3", "dropout", ", probability: 0.3"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithPyTorch(Case tested) {
        String name = tested.name();
        int[] shape = golden.shape(name + ".x");
        int extent = shape.length == 2 ? 1 : shape[2];
        Map<String, float[]> tensors = new HashMap<>();
        for (String role : new String[] {"weight", "bias"}) {
            if (golden.has(name + "." + role)) {
                tensors.put(role, golden.floats(name + "." + role));
            }
        }
        Deviation deviation = new Deviation();
        try (LayerRun layer = new LayerRun()) {
            layer.run(
                            tested.kind(),
                            tested.settings(),
                            shape[1],
                            extent,
                            shape[0],
                            GoldenFile.narrowed(golden.batchInnermost(name + ".x")),
                            tensors,
                            GoldenFile.narrowed(golden.batchInnermost(name + ".dy")))
                    .forEach((result, found) -> {
                        String tensor = name + "." + result + ".double";
                        boolean isTrained = tensors.containsKey(result.substring(1));
                        deviation.add(
                                result, found, isTrained ? golden.doubles(tensor) : golden.batchInnermost(tensor));
                    });
        }
        report(name, deviation);
        assertThat(deviation.tensors()).isEqualTo(2 + tensors.size());
        deviation.requireWithin(LIMIT);
    }

    @Test
    void everyCaseOfTheFileIsCompared() {
        Set<String> compared = new TreeSet<>(Set.of("softmax", "sgd", "sgd_paper", "sgd_decay"));
        cases().forEach(tested -> compared.add(tested.name()));
        Set<String> found = new TreeSet<>();
        golden.namesAfter("").forEach(name -> found.add(name.replaceFirst("\\..*", "")));
        found.remove("__metadata__");
        assertThat(compared).isEqualTo(found);
    }

    /** The crop of 224 gets its three zero rows and columns here, as the batch does in the augmentation kernel. */
    @Test
    void theFirstLayerAgreesWithPyTorchAtItsFullSize() {
        GoldenFile conv1 = GoldenFile.open("conv1");
        byte[] image = conv1.bytes("conv1.image");
        float[] x = new float[3 * 227 * 227];
        for (int i = 0; i < image.length; i++) {
            int row = i / 3 / 224;
            int column = i / 3 % 224;
            x[(i % 3 * 227 + row) * 227 + column] = (image[i] & 0xff) - 120;
        }
        ConvShape shape = new ConvShape(3, 227, 227, 1, 2, 11, 11, 4, 0);
        ActivationShape output = new ActivationShape(2, 55, 55, 1);
        Deviation deviation = new Deviation();
        try (EmulatedKernels kernels = new EmulatedKernels()) {
            ConvImage conv = new ConvImage(kernels.library());
            DeviceBuffer images = kernels.floats(x);
            DeviceBuffer weights = kernels.floats(conv1.floats("conv1.weight"));
            DeviceBuffer bias = kernels.floats(conv1.floats("conv1.bias"));
            DeviceBuffer y = kernels.unset(output.elements());
            DeviceBuffer dy = kernels.floats(conv1.floats("conv1.dy"));
            DeviceBuffer dWeights = kernels.unset(shape.weights());
            DeviceBuffer dBias = kernels.unset(2);
            DeviceBuffer workspace = kernels.bytes(Math.max(Float.BYTES, conv.workspaceBytes(shape)));
            conv.forward(kernels.stream(), shape, images, weights, bias, Activation.RELU, y);
            new BiasRelu(kernels.library()).backward(kernels.stream(), output, Activation.RELU, y, dy, dBias);
            conv.filterGradient(kernels.stream(), shape, images, dy, workspace, dWeights);
            kernels.stream().synchronize();
            deviation.add("y", y.toFloats(), conv1.doubles("conv1.y.double"));
            deviation.add("dweight", dWeights.toFloats(), conv1.doubles("conv1.dweight.double"));
            deviation.add("dbias", dBias.toFloats(), conv1.doubles("conv1.dbias.double"));
        }
        report("conv1", deviation);
        deviation.requireWithin(LIMIT);
    }

    /** One image has no label, so the mean is over six of the seven. */
    @Test
    void softmaxAndCrossEntropyAgreeWithPyTorch() {
        int classes = 10;
        int batch = 7;
        Deviation deviation = new Deviation();
        try (EmulatedKernels kernels = new EmulatedKernels()) {
            SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(kernels.library());
            DeviceBuffer logits = kernels.floats(GoldenFile.narrowed(golden.batchInnermost("softmax.logits")));
            DeviceBuffer labels = kernels.ints(golden.ints("softmax.labels"));
            DeviceBuffer probabilities = kernels.unset(classes * batch);
            DeviceBuffer loss = kernels.unset(batch);
            DeviceBuffer dLogits = kernels.unset(classes * batch);
            softmax.forward(
                    kernels.stream(),
                    classes,
                    batch,
                    logits,
                    labels,
                    probabilities,
                    loss,
                    kernels.unset(batch),
                    kernels.unset(batch));
            softmax.gradient(kernels.stream(), classes, batch, probabilities, labels, 1f / 6, dLogits);
            kernels.stream().synchronize();
            deviation.add(
                    "probabilities", probabilities.toFloats(), golden.batchInnermost("softmax.probabilities.double"));
            deviation.add("loss", loss.toFloats(), golden.doubles("softmax.loss.double"));
            deviation.add("dlogits", dLogits.toFloats(), golden.batchInnermost("softmax.dlogits.double"));
        }
        report("softmax", deviation);
        deviation.requireWithin(LIMIT);
    }

    /** Deviations are shares of the way that the weights went in ten steps. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"sgd_paper, 0.01, 0.0005", "sgd_decay, 0.05, 0.5"})
    void momentumSgdAgreesWithPyTorch(String name, float rate, float decay) {
        float[] start = golden.floats("sgd.weight");
        float[] gradients = golden.floats("sgd.gradients");
        double[] after = golden.doubles(name + ".after.double");
        float[] found;
        try (EmulatedKernels kernels = new EmulatedKernels()) {
            MomentumSgd sgd = new MomentumSgd(kernels.library());
            DeviceBuffer weights = kernels.floats(start);
            DeviceBuffer velocity = kernels.floats(new float[start.length]);
            for (int step = 0; step < 10; step++) {
                float[] gradient = Arrays.copyOfRange(gradients, step * start.length, (step + 1) * start.length);
                sgd.update(
                        kernels.stream(),
                        start.length,
                        new MomentumSgd.Rates(rate, 0.9f, decay),
                        weights,
                        velocity,
                        kernels.floats(gradient));
            }
            kernels.stream().synchronize();
            found = weights.toFloats();
        }
        Deviation deviation = new Deviation();
        deviation.put("weight", Deviation.distance(found, after) / Deviation.distance(start, after));
        report(name, deviation);
        deviation.requireWithin(LIMIT);
    }

    private static void report(String name, Deviation deviation) {
        AgreementReport report = new AgreementReport("layer-" + name);
        report.add(name, deviation);
        report.write();
    }
}
