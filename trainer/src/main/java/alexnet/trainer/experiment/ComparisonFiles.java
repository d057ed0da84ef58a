package alexnet.trainer.experiment;

import alexnet.trainer.experiment.Comparison.Line;
import alexnet.trainer.experiment.Comparison.Trained;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.file.DurableFiles;
import alexnet.trainer.report.ErrorCurves;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** {@code comparison.md}, {@code comparison.csv}, {@code comparison.json} and {@code curves.png}. */
final class ComparisonFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ComparisonFiles() {}

    /**
     * Writes all files and tells the table.
     *
     * @throws StorageException where one cannot be written
     */
    static void write(Comparison comparison, Consumer<String> lines) {
        Path out = comparison.plan().out();
        if (!comparison.curves().isEmpty()) {
            draw(comparison, out.resolve("curves.png"));
            lines.accept("curves: " + out.resolve("curves.png"));
        }
        DurableFiles.replace(out.resolve("comparison.csv"), csv(comparison));
        DurableFiles.replace(out.resolve("comparison.json"), json(comparison));
        DurableFiles.replace(out.resolve("comparison.md"), markdown(comparison));
        table(comparison).forEach(lines);
        lines.accept("comparison: " + out.resolve("comparison.md"));
    }

    private static void draw(Comparison comparison, Path file) {
        List<ErrorCurves.Curve> curves = new ArrayList<>();
        comparison
                .curves()
                .forEach((name, curve) ->
                        curves.add(new ErrorCurves.Curve(legend(comparison, name), curve.epochs(), curve.errors())));
        try {
            ErrorCurves.draw(
                    comparison.plan().recipe().title(),
                    "training error, % (linear)",
                    curves,
                    comparison.targetError(),
                    Comparison.percent(comparison.targetError()) + " error",
                    file);
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        } catch (RuntimeException | LinkageError | InternalError e) {
            // Java draws text with the system's fonts, which bare servers do not have.
            throw new StorageException(
                    file.toString(),
                    "could not be drawn: fonts or fontconfig may be missing on this machine (" + e + ")",
                    "install fontconfig and a font, then run the same command: what is trained is kept",
                    e);
        }
    }

    private static String legend(Comparison comparison, String run) {
        return comparison.runs().stream()
                .filter(each -> each.name().equals(run))
                .map(each -> run
                        + (each.options().containsKey("lr")
                                ? ", rate " + each.options().get("lr")
                                : ""))
                .findFirst()
                .orElse(run);
    }

    private static List<List<String>> cells(Comparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : comparison.lines()) {
            rows.add(List.of(
                    line.what(),
                    line.unit(),
                    ours(line),
                    number(line.paper()),
                    number(line.original()),
                    line.samples() == 0 ? "" : Long.toString(line.samples())));
        }
        return rows;
    }

    private static String ours(Line line) {
        String ours = number(line.ours());
        if (line.deviation() != null && line.ours() != null) {
            ours += String.format(Locale.ROOT, " ± %.2f", line.deviation());
        }
        return line.note().isEmpty() ? ours : ours.isEmpty() ? line.note() : ours + " (" + line.note() + ")";
    }

    private static String number(Double value) {
        if (value == null) {
            return "";
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.contains(".") ? text.replaceFirst("(\\.[0-9]{2}[0-9]*?)0+$", "$1") : text;
    }

    private static final List<String> COLUMNS = List.of("", "measure", "ours", "paper", "original notes", "pictures");

    private static List<String> table(Comparison comparison) {
        List<List<String>> rows = new ArrayList<>(List.of(COLUMNS));
        rows.addAll(cells(comparison));
        return AlignedColumns.of(rows, column -> false);
    }

    private static String csv(Comparison comparison) {
        StringBuilder csv = new StringBuilder("what,measure,ours,deviation,paper,original,pictures,set,note\n");
        for (Line line : comparison.lines()) {
            StringJoiner cells = new StringJoiner(",", "", "\n");
            cells.add(quoted(line.what())).add(quoted(line.unit()));
            cells.add(plain(line.ours())).add(plain(line.deviation()));
            cells.add(plain(line.paper())).add(plain(line.original()));
            cells.add(line.samples() == 0 ? "" : Long.toString(line.samples()));
            cells.add(quoted(line.set())).add(quoted(line.note()));
            csv.append(cells);
        }
        return csv.toString();
    }

    private static String plain(Double value) {
        return value == null ? "" : value.toString();
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static String json(Comparison comparison) {
        Recipe recipe = comparison.plan().recipe();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("experiment", recipe.name());
        root.put("title", recipe.title());
        root.put("small", comparison.plan().small());
        root.put("rows", comparison.lines());
        root.put("runs", comparison.runs());
        root.put("training_error", TrainingCurve.meaning(recipe.validation()));
        root.put("target_error", Double.isNaN(comparison.targetError()) ? null : comparison.targetError());
        root.put("curves", comparison.curves());
        root.put("uncertain", recipe.uncertain());
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a comparison did not become JSON", e);
        }
    }

    private static String markdown(Comparison comparison) {
        Recipe recipe = comparison.plan().recipe();
        StringBuilder text = new StringBuilder("# " + recipe.title() + "\n\n");
        text.append("Source: ").append(recipe.paper()).append(". Original program: ");
        text.append(recipe.original()).append("\n\n");
        if (comparison.plan().small()) {
            text.append("**Small size**, not the paper's: ")
                    .append(recipe.small().note())
                    .append("\n\n");
        }
        row(text, COLUMNS);
        row(text, List.of("---", "---", "---", "---", "---", "---"));
        cells(comparison).forEach(cells -> row(text, cells));
        text.append("\n± is one standard deviation of counting that many pictures; seeds would add to it.\n");
        if (!Double.isNaN(comparison.targetError())) {
            text.append(
                    "Epochs are counted to the first point of the line from epoch to epoch at that training error.\n");
        }
        if (!comparison.curves().isEmpty()) {
            text.append("\n![training error by epoch](curves.png)\n");
        }
        text.append("\n## Runs\n\n");
        row(text, List.of("run", "epochs", "steps", "pictures trained on", "last training error, %", "folder"));
        row(text, List.of("---", "---", "---", "---", "---", "---"));
        for (Trained run : comparison.runs()) {
            row(
                    text,
                    List.of(
                            run.name(),
                            Integer.toString(run.epochs()),
                            Long.toString(run.steps()),
                            Long.toString(run.images()),
                            number(run.error()),
                            "`" + run.folder() + "`"));
        }
        text.append("\nTraining error: ").append(TrainingCurve.meaning(recipe.validation()));
        text.append(". Options of each run are in its `config.yaml`, figures of each epoch in its `metrics.csv`.\n");
        if (!recipe.uncertain().isEmpty()) {
            text.append("\n## Not certain\n\n");
            recipe.uncertain().forEach(each -> text.append("- ").append(each).append("\n"));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
