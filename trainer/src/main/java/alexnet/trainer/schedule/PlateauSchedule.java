package alexnet.trainer.schedule;

import alexnet.model.text.Spelling;
import alexnet.trainer.failure.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Multiplies the rate by a factor when the loss has stopped falling: the paper's rule "divide by 10 when the validation
 * error stops improving" (section 5), with the exact order of Keras's ReduceLROnPlateau.
 */
public final class PlateauSchedule implements Schedule {

    /**
     * How patient the schedule is.
     *
     * @param factor the rate is multiplied by, between 0 and 1
     * @param patience epochs without improvement that are waited for
     * @param minDelta an improvement is a loss below the best by more than this
     * @param cooldown epochs after a drop in which nothing is counted
     * @param minRate the rate never falls below
     */
    public record Settings(double factor, int patience, double minDelta, int cooldown, double minRate) {

        /** The values of Keras. */
        public static final Settings DEFAULT = new Settings(0.1, 10, 1e-4, 0, 0);
    }

    private final Settings settings;
    private final double startRate;
    private double rate;
    private int drops;
    private double best = Double.POSITIVE_INFINITY;
    private int wait;
    private int cooling;

    /** @param startRate the rate until the first drop */
    public PlateauSchedule(double startRate, Settings settings) {
        this.startRate = startRate;
        this.rate = startRate;
        this.settings = settings;
    }

    static PlateauSchedule parse(String text, double startRate) {
        Map<String, Double> values = new LinkedHashMap<>();
        Settings standard = Settings.DEFAULT;
        values.put("factor", standard.factor());
        values.put("patience", (double) standard.patience());
        values.put("min-delta", standard.minDelta());
        values.put("cooldown", (double) standard.cooldown());
        values.put("min-lr", standard.minRate());
        List<String> parts = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        for (String part : parts) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals).strip();
            if (equals < 0 || !values.containsKey(key)) {
                throw new UsageException(
                        "--schedule",
                        "plateau does not know '" + part + "' (expected " + String.join("=, ", values.keySet()) + "=)",
                        Spelling.hint(key, new ArrayList<>(values.keySet())));
            }
            values.put(key, number(key, part.substring(equals + 1).strip()));
        }
        double factor = values.get("factor");
        if (!(factor > 0 && factor < 1)) {
            throw new UsageException("--schedule", "factor must lie between 0 and 1 (found " + factor + ")");
        }
        return new PlateauSchedule(
                startRate,
                new Settings(
                        factor,
                        values.get("patience").intValue(),
                        values.get("min-delta"),
                        values.get("cooldown").intValue(),
                        values.get("min-lr")));
    }

    private static double number(String key, String text) {
        try {
            double value = Double.parseDouble(text);
            boolean whole = key.equals("patience") || key.equals("cooldown");
            if (value >= 0 && Double.isFinite(value) && (!whole || value == Math.rint(value))) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as any other value out of range.
        }
        throw new UsageException("--schedule", key + " is no number from 0 on (found '" + text + "')");
    }

    @Override
    public double rate() {
        return rate;
    }

    @Override
    public int drops() {
        return drops;
    }

    @Override
    public void epochEnded(int epoch, double loss) {
        if (cooling > 0) {
            cooling--;
            wait = 0;
        }
        if (loss < best - settings.minDelta() || best == Double.POSITIVE_INFINITY && loss < best) {
            best = loss;
            wait = 0;
        } else if (cooling == 0) {
            // The epoch that ends the cooldown counts already.
            wait++;
            if (wait >= settings.patience() && rate > settings.minRate()) {
                rate = Math.max(rate * settings.factor(), settings.minRate());
                drops++;
                cooling = settings.cooldown();
                wait = 0;
            }
        }
    }

    @Override
    public Map<String, Double> state() {
        Map<String, Double> state = new LinkedHashMap<>();
        state.put("rate", rate);
        state.put("drops", (double) drops);
        state.put("wait", (double) wait);
        state.put("cooling", (double) cooling);
        // JSON has no infinity: before the first loss there is no best.
        if (Double.isFinite(best)) {
            state.put("best", best);
        }
        return state;
    }

    @Override
    public void restore(Map<String, Double> state) {
        rate = Schedule.value(state, "rate");
        // Checkpoints of earlier versions hold no count; the rate tells it.
        drops = (int) (double) state.getOrDefault(
                "drops", (double) Math.round(Math.log(rate / startRate) / Math.log(settings.factor())));
        wait = (int) Schedule.value(state, "wait");
        cooling = (int) Schedule.value(state, "cooling");
        best = state.getOrDefault("best", Double.POSITIVE_INFINITY);
    }
}
