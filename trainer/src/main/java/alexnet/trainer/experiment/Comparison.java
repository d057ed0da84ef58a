package alexnet.trainer.experiment;

import alexnet.trainer.experiment.ExperimentState.Measured;
import alexnet.trainer.experiment.Recipe.Measure;
import alexnet.trainer.experiment.Recipe.Row;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.metrics.MetricsLog;
import alexnet.trainer.metrics.MetricsRow;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The results of an experiment beside those that paper and original program report.
 *
 * @param targetError training error in percent that epochs are counted to; NaN where none are
 * @param curves training error by epoch, by run; empty where nothing is drawn
 */
record Comparison(
        ExperimentPlan plan,
        List<Line> lines,
        List<Trained> runs,
        double targetError,
        Map<String, TrainingCurve> curves) {

    /**
     * One line of the table.
     *
     * @param ours null where it has no number
     * @param deviation of {@code ours} by counting alone: as if each picture were a draw, and sets were independent; null
     *     where nothing is counted
     * @param note what a reader must know about {@code ours}, or nothing
     * @param samples pictures counted, 0 where none are
     */
    record Line(
            String what,
            String unit,
            Double ours,
            Double deviation,
            String note,
            Double paper,
            Double original,
            long samples,
            String set) {}

    /**
     * A run as it was trained.
     *
     * @param images pictures it was trained on, each pass counted
     * @param error last training error in percent, null before the first epoch has ended
     */
    record Trained(
            String name,
            String folder,
            int epochs,
            long steps,
            long images,
            Double error,
            Map<String, String> options) {}

    static Comparison of(ExperimentPlan plan, ExperimentState state, Map<String, String> folders) {
        Recipe recipe = plan.recipe();
        boolean counts = recipe.rows().stream().anyMatch(row -> row.measure() == Measure.EPOCHS_TO_ERROR);
        double target = counts || !recipe.curves().isEmpty() ? plan.targetError() : Double.NaN;
        Map<String, TrainingCurve> all = new LinkedHashMap<>();
        List<Trained> runs = new ArrayList<>();
        for (Recipe.Run run : recipe.runs()) {
            String folder = folders.get(run.name());
            TrainingCurve curve = TrainingCurve.of(plan.out().resolve(folder), recipe.validation());
            all.put(run.name(), curve);
            runs.add(trained(plan, state, run.name(), folder, curve));
        }
        List<Line> lines = new ArrayList<>();
        for (Row row : recipe.rows()) {
            lines.add(
                    switch (row.measure()) {
                        case EPOCHS_TO_ERROR -> epochs(row, all, target);
                        case VALUE -> value(row, plan.out());
                        default -> errors(row, state);
                    });
        }
        Map<String, TrainingCurve> drawn = new LinkedHashMap<>();
        recipe.curves().forEach(name -> drawn.put(name, all.get(name)));
        return new Comparison(plan, lines, runs, target, drawn);
    }

    private static Trained trained(
            ExperimentPlan plan, ExperimentState state, String name, String folder, TrainingCurve curve) {
        Path metrics = plan.out().resolve(folder).resolve("metrics.jsonl");
        List<MetricsRow> rows = Files.isRegularFile(metrics) ? MetricsLog.read(metrics) : List.of();
        long steps = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).step();
        Map<String, String> options = state.run(folder).options();
        long batch = Long.parseLong(options.getOrDefault("batch-size", "128"));
        OptionalDouble error = curve.at(curve.last());
        return new Trained(
                name,
                folder,
                curve.last(),
                steps,
                steps * batch,
                error.isPresent() ? error.getAsDouble() : null,
                options);
    }

    private static Line errors(Row row, ExperimentState state) {
        Measured of = state.measured(row.of());
        double ours = value(of, row.measure());
        double variance = variance(of, row.measure());
        long samples = of.samples();
        if (row.minus() != null) {
            Measured minus = state.measured(row.minus());
            ours -= value(minus, row.measure());
            variance += variance(minus, row.measure());
            samples = Math.min(samples, minus.samples());
        }
        boolean rate = row.measure() != Measure.LOSS;
        if (row.over() != null) {
            ours /= value(state.measured(row.over()), row.measure());
            rate = false;
        }
        String unit =
                row.minus() == null ? row.measure().unit : row.measure().unit.replace(", %", ", points");
        return new Line(
                row.what(),
                row.over() == null ? unit : "factor",
                Double.isFinite(ours) ? ours : null,
                rate ? Math.sqrt(variance) : null,
                Double.isFinite(ours) ? "" : "not finite",
                row.paper(),
                row.original(),
                samples,
                of.set());
    }

    private static double value(Measured measured, Measure measure) {
        return switch (measure) {
            case TOP1_ERROR -> measured.top1Error();
            case TOP5_ERROR -> measured.top5Error();
            default -> measured.loss() == null ? Double.NaN : measured.loss();
        };
    }

    /** Of an error rate in percent over pictures drawn at random. */
    private static double variance(Measured measured, Measure measure) {
        if (measure == Measure.LOSS) {
            return 0;
        }
        double rate = value(measured, measure);
        return rate * (100 - rate) / measured.samples();
    }

    private static Line epochs(Row row, Map<String, TrainingCurve> curves, double targetError) {
        double target = row.error() == null ? targetError : row.error();
        TrainingCurve of = curves.get(row.of());
        OptionalDouble reached = of.epochsTo(target);
        String note = reached.isPresent() ? firstEpoch(reached.getAsDouble()) : missed(row.of(), of);
        Double ours = reached.isPresent() ? reached.getAsDouble() : null;
        String unit = Measure.EPOCHS_TO_ERROR.unit + " to " + percent(target);
        if (row.over() != null) {
            TrainingCurve over = curves.get(row.over());
            OptionalDouble divisor = over.epochsTo(target);
            unit = "factor at " + percent(target);
            if (divisor.isEmpty()) {
                note = missed(row.over(), over);
                ours = null;
            } else if (ours == null) {
                note = String.format(Locale.ROOT, "above %.2f: ", of.last() / divisor.getAsDouble()) + note;
            } else {
                ours /= divisor.getAsDouble();
            }
        }
        return new Line(row.what(), unit, ours, null, note, row.paper(), row.original(), 0, "");
    }

    /** 25 % or 12.5 %, as it is written by hand. */
    static String percent(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() + " %";
    }

    private static String firstEpoch(double reached) {
        return reached == 1 ? "within the first epoch" : "";
    }

    private static String missed(String run, TrainingCurve curve) {
        return String.format(
                Locale.ROOT,
                "%s: not reached in %d epochs, least error %s",
                run,
                curve.last(),
                curve.least().isPresent()
                        ? String.format(Locale.ROOT, "%.2f %%", curve.least().getAsDouble())
                        : "unknown");
    }

    private static Line value(Row row, Path out) {
        Path file = out.resolve(row.of());
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readString(file));
            JsonNode found = row.pointer() == null ? root : root.at(row.pointer());
            return new Line(
                    row.what(),
                    "",
                    found.isNumber() ? found.asDouble() : null,
                    null,
                    found.isNumber() ? "" : "no number at " + row.pointer() + " in " + row.of(),
                    row.paper(),
                    row.original(),
                    0,
                    "");
        } catch (IOException e) {
            throw new StorageException(file.toString(), "cannot be read: " + Failures.message(e), null, e);
        }
    }
}
