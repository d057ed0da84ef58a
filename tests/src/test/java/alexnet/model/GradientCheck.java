package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Compares the gradients of a training step with central differences of the double-precision reference network.
 *
 * <p>Where a sign before a ReLU or the place of a maximum changes between the two sides of a difference, the loss has a
 * kink there and the entry is left out and counted.
 */
final class GradientCheck {

    private static final double STEP = 1e-6;
    private static final double RELATIVE = 1e-3;
    /** Float rounding of an entry that is small beside the others of its tensor, as a share of the largest. */
    private static final double SHARE_OF_LARGEST = 1e-5;

    private final SplitNetwork model;
    private final ReferenceNetwork reference;
    private final List<String> failures = new ArrayList<>();
    private int compared;
    private int kinks;

    /** @param definitions of kinds that {@link ReferenceNetwork} does not know, or knows otherwise */
    GradientCheck(SplitNetwork model, Map<String, LayerGradient.Definition> definitions) {
        this.model = model;
        this.reference = new ReferenceNetwork(model, definitions);
    }

    int compared() {
        return compared;
    }

    int kinks() {
        return kinks;
    }

    /**
     * Runs one training step (with learning rate 0) and compares.
     *
     * @param perTensor entries looked at in each tensor, or all where it has no more
     */
    void run(HostBatch batch, float[] mean, long step, int perTensor) {
        StepResult result = model.trainStep(batch, step, new Hyperparameters(0, 0, 0));
        ReferenceNetwork.Run base = reference.train(batch, mean, step);
        assertThat(result.loss() / result.samples()).isCloseTo(base.loss(), within(1e-4));
        Random random = new Random(step);
        for (PlannedLayer layer : model.network().layers()) {
            for (int gpu : layer.spec().gpus()) {
                layer.parameters()
                        .forEach(parameter ->
                                compare(layer, layer.tensorName(gpu, parameter), base, step, random, perTensor));
            }
        }
        assertThat(failures).isEmpty();
    }

    private void compare(
            PlannedLayer layer, String name, ReferenceNetwork.Run base, long step, Random random, int perTensor) {
        float[] gradient = model.readGradient(name).data();
        double[] values = reference.tensor(name);
        double largest = 0;
        for (float value : gradient) {
            assertThat(Float.isFinite(value)).as("%s is finite", name).isTrue();
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).as("some gradient of %s is not 0", name).isPositive();
        int[] entries = values.length <= perTensor
                ? IntStream.range(0, values.length).toArray()
                : random.ints(perTensor, 0, values.length).toArray();
        for (int i : entries) {
            double value = values[i];
            values[i] = value + STEP;
            ReferenceNetwork.Run above = reference.rerun(base, layer.index(), step);
            values[i] = value - STEP;
            ReferenceNetwork.Run below = reference.rerun(base, layer.index(), step);
            values[i] = value;
            if (!above.isOnOneSideWith(below)) {
                kinks++;
                continue;
            }
            compared++;
            double difference = (above.loss() - below.loss()) / (2 * STEP);
            double tolerance = RELATIVE * Math.abs(difference) + SHARE_OF_LARGEST * largest;
            if (!(Math.abs(gradient[i] - difference) <= tolerance)) {
                failures.add(
                        name + "[" + i + "] is " + gradient[i] + ", expected " + difference + " within " + tolerance);
            }
        }
    }
}
