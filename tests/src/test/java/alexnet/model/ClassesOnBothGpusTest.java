package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The layer of the classes on both GPUs computes what it computes on GPU 0, given the same weights. */
final class ClassesOnBothGpusTest {

    private static final int BATCH = 6;
    private static final int SOURCE = 60;
    private static final int CLASSES = 6;
    private static final String HEAD = "fc8.";

    private final Network whole = Network.named("alexnet").scaled(0.05, 55, CLASSES);
    private final Network halves =
            Network.named("alexnet").with(Points.NONE.with(Point.FC8, "both")).scaled(0.05, 55, CLASSES);

    @Test
    void lossScoresAndGradientsAreThoseOfTheLayerOnOneGpu() {
        ModelOptions options = ModelOptions.of(BATCH, SOURCE).withSeed(5);
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork one = new SplitNetwork(whole, options, devices.devices());
                SplitNetwork both = new SplitNetwork(halves, options, devices.devices());
                HostBatch batch = one.newHostBatch()) {
            one.initialise(3);
            for (Safetensors.Entry entry : both.tensors()) {
                both.writeTensor(counterpart(one.readTensor(counterpartName(entry.name())), entry.name()));
            }
            Batches.fillRandomly(batch, whole, BATCH, 31);
            assertThat(both.evaluate(batch)).isEqualTo(one.evaluate(batch));
            assertThat(both.features(batch)).isEqualTo(one.features(batch));

            Hyperparameters still = new Hyperparameters(0, 0.9, 0);
            assertThat(both.trainStep(batch, 7, still)).isEqualTo(one.trainStep(batch, 7, still));
            for (Safetensors.Entry entry : both.tensors()) {
                Tensor found = both.readGradient(entry.name());
                Tensor expected = counterpart(one.readGradient(counterpartName(entry.name())), entry.name());
                if (entry.name().startsWith(HEAD)) {
                    assertThat(found).as(entry.name()).isEqualTo(expected);
                } else {
                    // Each GPU sums over its own classes before the sums are added: the order of 6 additions differs.
                    assertThat(distance(found.data(), expected.data()))
                            .as(entry.name())
                            .isLessThanOrEqualTo(8 * CLASSES * Math.ulp(1f));
                }
            }
        }
    }

    private static String counterpartName(String name) {
        return name.startsWith(HEAD) ? HEAD + "0" + name.substring(HEAD.length() + 1) : name;
    }

    /** The part of a tensor of the whole layer that {@code name} is. */
    private static Tensor counterpart(Tensor tensor, String name) {
        if (!name.startsWith(HEAD)) {
            return tensor;
        }
        int half = tensor.data().length / 2;
        int part = name.charAt(HEAD.length()) - '0';
        int[] shape = tensor.shape().clone();
        shape[0] /= 2;
        return new Tensor(name, shape, Arrays.copyOfRange(tensor.data(), part * half, (part + 1) * half));
    }

    /** Norm of the difference over the norm. */
    private static double distance(float[] found, float[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) found[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(norm).isGreaterThan(0);
        return Math.sqrt(difference / norm);
    }
}
