package alexnet.trainer.settings;

/**
 * What {@code train} was asked to do, in groups. A group declares its options with their defaults, checks them and hands
 * them out as typed values, so that a new option is written in its group alone.
 *
 * @param data where pictures come from
 * @param network which network
 * @param steps how many steps there are, and how large each
 * @param learning rate, momentum, decay, dropout
 * @param stopping when training ends early
 * @param random seed and order
 * @param checkpoints what training starts from and leaves behind
 * @param output what is printed and traced
 * @param points the points of the training
 * @param device what computes
 */
public record TrainSettings(
        DataSettings data,
        NetworkSettings network,
        StepSettings steps,
        LearningSettings learning,
        StoppingSettings stopping,
        RandomSettings random,
        CheckpointSettings checkpoints,
        OutputSettings output,
        TrainingPointSettings points,
        DeviceSettings device) {

    /**
     * Looks at all values.
     *
     * @throws alexnet.trainer.failure.UsageException naming the first option that is wrong
     */
    public void check() {
        steps.check();
        learning.check();
        checkpoints.check();
        output.check();
        stopping.check();
        data.check();
        network.choice();
        points.check();
        device.check();
    }
}
