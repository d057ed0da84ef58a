package alexnet.trainer.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/** Stops training when the validation loss has not improved for some epochs, in the order of Keras's EarlyStopping. */
public final class EarlyStopping {

    private final int patience;
    private double best = Double.POSITIVE_INFINITY;
    private int wait;

    /** @param patience epochs without improvement until training stops, at least 1 */
    public EarlyStopping(int patience) {
        this.patience = patience;
    }

    /**
     * Tells that an epoch is over.
     *
     * @param epoch from 1
     * @return true where training should stop; never after the first epoch
     */
    public boolean epochEnded(int epoch, double loss) {
        wait++;
        if (loss < best) {
            best = loss;
            wait = 0;
            return false;
        }
        return wait >= patience && epoch > 1;
    }

    /** What is remembered between epochs. */
    public Map<String, Double> state() {
        Map<String, Double> state = new LinkedHashMap<>();
        state.put("wait", (double) wait);
        if (Double.isFinite(best)) {
            state.put("best", best);
        }
        return state;
    }

    /** Takes up what {@link #state()} gave; an empty map (stopping was off before) starts afresh. */
    public void restore(Map<String, Double> state) {
        wait = state.getOrDefault("wait", 0.0).intValue();
        best = state.getOrDefault("best", Double.POSITIVE_INFINITY);
    }
}
