package alexnet.trainer.bench;

import alexnet.engine.emulator.EmulatedDevice;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import java.util.List;

/**
 * How much a second emulated device on a second core gains: the same training step of a two-GPU network with both
 * halves on one device that has one worker, and with each half on a device of its own that has one worker of its own.
 * The bits are the same.
 */
public final class DeviceScaling {

    /**
     * @param one both halves on one device with one worker
     * @param two each half on a device with a worker
     * @param ratio median of the pairs: time on two devices by time on one
     */
    public record Result(String network, int inputSize, int batchSize, Timing one, Timing two, double ratio) {}

    private DeviceScaling() {}

    static Result measure(Network network, ModelOptions options, Effort effort) {
        try (EmulatedDevice both = EmulatedDevice.withWorkers(0, 1);
                EmulatedDevice first = EmulatedDevice.withWorkers(0, 1);
                EmulatedDevice second = EmulatedDevice.withWorkers(1, 1);
                TrainingSteps onOne = new TrainingSteps(network, options, List.of(both, both));
                TrainingSteps onTwo = new TrainingSteps(network, options, List.of(first, second))) {
            Sampler.Pair pair = new Sampler(effort, 3).alternate(onOne.rounds(), onTwo.rounds());
            return new Result(
                    network.name(),
                    network.inputSize(),
                    options.batchSize(),
                    pair.first(),
                    pair.second(),
                    pair.ratio());
        }
    }
}
