package alexnet.trainer.bench;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.AugmentShape;
import alexnet.kernels.ConvShape;
import alexnet.kernels.FullyConnectedShape;
import alexnet.kernels.Lrn;
import alexnet.kernels.PoolShape;
import alexnet.kernels.Tanh;
import alexnet.kernels.WithinMapNorm;
import alexnet.model.Network;
import alexnet.model.PlannedLayer;
import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.LayerSpec.From;
import alexnet.trainer.settings.NetworkChoice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The operations that the first GPU's part of a network queues in a training step, at the shapes that it has them. */
final class NetworkOperations {

    private static final int GPU = 0;

    private NetworkOperations() {}

    /** In the order of the layers; the update of the largest tensor stands for all updates. */
    static List<Operation> of(Network network, int batch) {
        List<Operation> operations = new ArrayList<>();
        int source = NetworkChoice.sourceSize(network.cropSize());
        operations.add(
                PointOperations.augment(new AugmentShape(batch, source, network.cropSize(), network.inputSize())));
        List<PlannedLayer> layers = network.layers().stream()
                .filter(layer -> layer.spec().gpus().contains(GPU))
                .toList();
        for (PlannedLayer layer : layers) {
            operations.addAll(of(network, layer, batch));
        }
        layers.stream()
                .filter(layer -> !layer.parameters().isEmpty())
                .max(Comparator.comparingInt(layer -> layer.parameters().get(0).elements()))
                .ifPresent(layer -> operations.add(PointOperations.update(
                        layer.spec().name(), layer.parameters().get(0).elements())));
        return List.copyOf(operations);
    }

    private static List<Operation> of(Network network, PlannedLayer layer, int batch) {
        LayerSpec spec = layer.spec();
        ActivationShape input = layer.input().batch(batch);
        ActivationShape output = layer.output().batch(batch);
        List<Operation> operations = new ArrayList<>();
        if (spec.readsBoth()) {
            operations.add(PointOperations.gradientSum(
                    spec.name(), network.layers().get(layer.producer()).output().batch(batch)));
        }
        switch (spec.kind()) {
            case "conv" -> {
                operations.addAll(new ConvOperations(spec.name(), convolution(layer, batch), spec.readsData()).all());
                operations.add(PointOperations.biasGradient(spec.name(), output, spec.activation("activation")));
            }
            case "local" -> {
                operations.addAll(LocalOperations.of(spec.name(), convolution(layer, batch), !spec.readsData()));
                ActivationShape biased = new ActivationShape(output.elements() / batch, 1, 1, batch);
                operations.add(PointOperations.biasGradient(spec.name(), biased, spec.activation("activation")));
            }
            case "fully_connected" -> {
                FullyConnectedShape shape =
                        new FullyConnectedShape(layer.input().elements(), output.channels(), batch);
                operations.addAll(new FullyConnectedOperations(spec.name(), shape).all());
                operations.add(PointOperations.biasGradient(spec.name(), output, spec.activation("activation")));
            }
            case "relu" -> operations.addAll(PointOperations.relu(spec.name(), input));
            case "tanh" ->
                operations.addAll(PointOperations.tanh(
                        spec.name(), input, new Tanh.Parameters((float) spec.number("scale"), (float)
                                spec.number("slope"))));
            case "lrn" -> {
                Lrn.Parameters parameters = new Lrn.Parameters(
                        spec.integer("size"), (float) spec.number("k"), (float) spec.number("alpha"), (float)
                                spec.number("beta"));
                operations.addAll(
                        spec.from() == From.BORDER
                                ? PointOperations.borderLrn(
                                        spec.name(), input, parameters, new Lrn.Border(0, parameters.half()))
                                : PointOperations.lrn(spec.name(), input, parameters));
            }
            case "within_map_norm" ->
                operations.addAll(PointOperations.withinMapNorm(
                        spec.name(),
                        input,
                        new WithinMapNorm.Parameters(
                                spec.integer("size"), (float) spec.number("k"), (float) spec.number("alpha"), (float)
                                        spec.number("beta"))));
            case "max_pool" ->
                operations.addAll(PointOperations.maxPool(
                        spec.name(), pooling(layer, batch), spec.word("ties").equals("all")));
            case "avg_pool" -> operations.addAll(PointOperations.avgPool(spec.name(), pooling(layer, batch)));
            case "dropout" -> operations.add(PointOperations.dropout(spec.name(), input));
            case "softmax" -> operations.addAll(PointOperations.softmax(spec.name(), input.channels(), batch));
            default -> throw new IllegalStateException("layer kind " + spec.kind() + " has no measurement");
        }
        return operations;
    }

    private static PoolShape pooling(PlannedLayer layer, int batch) {
        return new PoolShape(
                layer.input().channels(),
                layer.input().height(),
                layer.input().width(),
                batch,
                layer.spec().integer("size"),
                layer.spec().integer("stride"));
    }

    /** The shape of a convolution's or local layer's part; where it has groups, of one of them. */
    static ConvShape convolution(PlannedLayer layer, int batch) {
        LayerSpec spec = layer.spec();
        int groups = spec.kind().equals("conv") ? spec.integer("groups") : 1;
        return new ConvShape(
                layer.input().channels() / groups,
                layer.input().height(),
                layer.input().width(),
                batch,
                spec.outputs("filters") / groups,
                spec.integer("size"),
                spec.integer("size"),
                spec.integer("stride"),
                spec.integer("padding"));
    }
}
