package alexnet.trainer.bench;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.AugmentShape;
import alexnet.kernels.example.AugmentExamples;
import alexnet.kernels.example.MomentumSgdExamples;
import alexnet.kernels.example.SumExamples;
import alexnet.model.Network;
import alexnet.model.PlannedLayer;
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
        AugmentShape images = new AugmentShape(batch, source, network.cropSize(), network.inputSize());
        operations.add(new Operation("images.augment", images.toString(), AugmentExamples.apply(images)));
        List<PlannedLayer> layers = network.layers().stream()
                .filter(layer -> layer.spec().gpus().contains(GPU))
                .toList();
        for (PlannedLayer layer : layers) {
            String name = layer.spec().name();
            if (layer.spec().readsBoth()) {
                ActivationShape read =
                        network.layers().get(layer.producer()).output().batch(batch);
                operations.add(new Operation(
                        name + ".gradient_sum", read.toString(), SumExamples.addInPlace(read.elements())));
            }
            layer.operations(batch)
                    .forEach(operation -> operations.add(
                            new Operation(name + "." + operation.name(), operation.shape(), operation.call())));
        }
        layers.stream()
                .filter(layer -> !layer.parameters().isEmpty())
                .max(Comparator.comparingInt(layer -> layer.parameters().get(0).elements()))
                .ifPresent(layer -> operations.add(
                        update(layer.spec().name(), layer.parameters().get(0).elements())));
        return List.copyOf(operations);
    }

    private static Operation update(String tensor, int elements) {
        return new Operation(tensor + ".update", elements + " values", MomentumSgdExamples.update(elements));
    }
}
