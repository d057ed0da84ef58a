package alexnet.trainer.settings;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;

/**
 * What {@code train} was asked to do, in groups. A group declares its options with their defaults, checks them and hands
 * them out as typed values, so that a new option is written in its group alone.
 *
 * <p>The order of the groups is that of the table that a run prints.
 */
public final class TrainSettings {

    @Mixin
    private DataSettings data;

    @Mixin
    private NetworkSettings network;

    @Mixin
    private StepSettings steps;

    @Mixin
    private LearningSettings learning;

    @Mixin
    private StoppingSettings stopping;

    @Mixin
    private RandomSettings random;

    @Mixin
    private CheckpointSettings checkpoints;

    @Mixin
    private OutputSettings output;

    @ArgGroup(validate = false, heading = "%nPoints of the training, each alone (without it what the preset says):%n")
    private TrainingPointSettings points = new TrainingPointSettings();

    @Mixin
    private DeviceSettings device;

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

    /** Where pictures come from. */
    public DataSettings data() {
        return data;
    }

    /** Which network. */
    public NetworkSettings network() {
        return network;
    }

    /** How many steps there are, and how large each. */
    public StepSettings steps() {
        return steps;
    }

    /** Rate, momentum, decay, dropout. */
    public LearningSettings learning() {
        return learning;
    }

    /** When training ends early. */
    public StoppingSettings stopping() {
        return stopping;
    }

    /** Seed and order. */
    public RandomSettings random() {
        return random;
    }

    /** What training starts from and leaves behind. */
    public CheckpointSettings checkpoints() {
        return checkpoints;
    }

    /** What is printed and traced. */
    public OutputSettings output() {
        return output;
    }

    /** The points of the training. */
    public TrainingPointSettings points() {
        return points;
    }

    /** What computes. */
    public DeviceSettings device() {
        return device;
    }
}
