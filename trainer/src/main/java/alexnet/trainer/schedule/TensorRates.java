package alexnet.trainer.schedule;

import alexnet.model.Hyperparameters;
import alexnet.model.Network;
import alexnet.model.PlannedLayer;
import alexnet.model.layer.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Learning rate and weight decay of each tensor at a point in training: the schedule's rate, changed by rules. */
public final class TensorRates {

    private final TensorRules rates;
    private final TensorRules decays;
    private final double momentum;
    private final double weightDecay;
    /** Tensors of the network file, without the GPU: the names on the GPUs, and whether they decay without a rule. */
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private record Tensor(List<String> parts, boolean decayed) {}

    /**
     * The rates of a network.
     *
     * @param weightDecay of weights without a rule; biases without one do not decay
     * @throws alexnet.trainer.failure.UsageException where a rule matches no tensor of the network
     */
    public TensorRates(Network network, TensorRules rates, TensorRules decays, double momentum, double weightDecay) {
        this.rates = rates;
        this.decays = decays;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        for (PlannedLayer layer : network.layers()) {
            for (Parameter parameter : layer.parameters()) {
                List<String> parts = layer.spec().gpus().stream()
                        .map(gpu -> layer.tensorName(gpu, parameter))
                        .toList();
                tensors.put(layer.spec().name() + "." + parameter.role(), new Tensor(parts, parameter.decayed()));
            }
        }
        rates.requireMatches(tensors.keySet());
        decays.requireMatches(tensors.keySet());
    }

    /**
     * Plain numbers for one step.
     *
     * @param rate the schedule's
     * @param epoch from 1
     * @param drops of the schedule's rate so far
     */
    public Hyperparameters at(double rate, int epoch, int drops) {
        Map<String, Hyperparameters.Own> exceptions = new HashMap<>();
        tensors.forEach((name, tensor) -> {
            OptionalDouble ownRate = rates.value(name, rate, epoch, drops);
            OptionalDouble ownDecay = decays.value(name, weightDecay, epoch, drops);
            if (ownRate.isPresent() || ownDecay.isPresent()) {
                Hyperparameters.Own own = new Hyperparameters.Own(
                        ownRate.orElse(rate), ownDecay.orElse(tensor.decayed ? weightDecay : 0));
                tensor.parts.forEach(part -> exceptions.put(part, own));
            }
        });
        return new Hyperparameters(rate, momentum, weightDecay, exceptions);
    }

    /**
     * What holds for single tensors, for a line of text: {@code rate 0.02 for *.bias; conv1.weight frozen}. Empty where
     * nothing differs from tensor to tensor.
     */
    public String describe(Hyperparameters hyperparameters) {
        List<String> parts = new ArrayList<>();
        Map<Double, List<String>> byRate = new LinkedHashMap<>();
        Map<Double, List<String>> byDecay = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            Hyperparameters.Own own = hyperparameters.exceptions().get(tensor.parts.get(0));
            if (own == null) {
                return;
            }
            if (own.learningRate() != hyperparameters.learningRate()) {
                byRate.computeIfAbsent(own.learningRate(), value -> new ArrayList<>())
                        .add(name);
            }
            if (own.weightDecay() != (tensor.decayed ? weightDecay : 0)) {
                byDecay.computeIfAbsent(own.weightDecay(), value -> new ArrayList<>())
                        .add(name);
            }
        });
        byRate.forEach(
                (rate, names) -> parts.add(rate == 0 ? shortened(names) + " frozen" : text(rate, "rate", names)));
        byDecay.forEach((decay, names) -> parts.add(text(decay, "decay", names)));
        return String.join("; ", parts);
    }

    private String text(double value, String what, List<String> names) {
        return what + " "
                + new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString() + " for "
                + shortened(names);
    }

    /** All biases, or all weights, as one pattern. */
    private String shortened(List<String> names) {
        for (String role : List.of("bias", "weight")) {
            List<String> all = tensors.keySet().stream()
                    .filter(name -> name.endsWith("." + role))
                    .toList();
            if (names.equals(all)) {
                return "*." + role;
            }
        }
        return String.join(", ", names);
    }
}
