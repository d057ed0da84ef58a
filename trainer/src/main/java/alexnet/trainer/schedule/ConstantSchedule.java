package alexnet.trainer.schedule;

import java.util.Map;

/** One rate from the first step to the last. */
public final class ConstantSchedule implements Schedule {

    private final double rate;

    /** @param rate the rate of every step */
    public ConstantSchedule(double rate) {
        this.rate = rate;
    }

    @Override
    public double rate() {
        return rate;
    }

    @Override
    public int drops() {
        return 0;
    }

    @Override
    public void epochEnded(int epoch, double loss) {
        // Nothing moves a constant.
    }

    @Override
    public Map<String, Double> state() {
        return Map.of();
    }

    @Override
    public void restore(Map<String, Double> state) {
        // Nothing to take up.
    }
}
