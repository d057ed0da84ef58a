package alexnet.trainer.schedule;

import alexnet.trainer.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Divides the rate by 10 after each of the named epochs: {@code steps:25,51,79} is the run of 2012 (epochs from 1: epoch
 * 25 is the last at the start rate).
 */
public final class StepSchedule implements Schedule {

    private final double startRate;
    private final List<Integer> epochs;
    private int done;

    /** @param epochs after which the rate drops, rising, from 1 */
    public StepSchedule(double startRate, List<Integer> epochs) {
        this.startRate = startRate;
        this.epochs = List.copyOf(epochs);
    }

    static StepSchedule parse(String text, double startRate) {
        List<Integer> epochs = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int epoch;
            try {
                epoch = Integer.parseInt(part.strip());
            } catch (NumberFormatException e) {
                throw new UsageException(
                        "--schedule", "steps wants whole epochs (expected steps:25,51,79, found 'steps:" + text + "')");
            }
            if (epoch < 1 || !epochs.isEmpty() && epoch <= epochs.get(epochs.size() - 1)) {
                throw new UsageException(
                        "--schedule", "the epochs of steps must rise from 1 (found 'steps:" + text + "')");
            }
            epochs.add(epoch);
        }
        return new StepSchedule(startRate, epochs);
    }

    @Override
    public double rate() {
        double divisor = 1;
        for (int i = 0; i < drops(); i++) {
            divisor *= 10;
        }
        return startRate / divisor;
    }

    @Override
    public int drops() {
        return (int) epochs.stream().filter(epoch -> done >= epoch).count();
    }

    @Override
    public void epochEnded(int epoch, double loss) {
        done = epoch;
    }

    @Override
    public Map<String, Double> state() {
        return Map.of("done", (double) done);
    }

    @Override
    public void restore(Map<String, Double> state) {
        done = (int) Schedule.value(state, "done");
    }
}
