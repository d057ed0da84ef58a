package alexnet.trainer.report;

import alexnet.trainer.failure.Failures;
import alexnet.trainer.file.DurableFiles;
import alexnet.trainer.metrics.MetricsRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The plots of a run, and {@code report.html} that holds options, table and plots in one file. */
public final class RunReport {

    private static final List<String> COLUMNS = List.of(
            "epoch", "step", "lr", "train_loss", "train_top1", "val_loss", "val_top1", "val_top5", "images_per_second");

    private final Path run;
    private final Map<String, String> options;

    /** @param options what the run was started with */
    public RunReport(Path run, Map<String, String> options) {
        this.run = run;
        this.options = options;
    }

    /**
     * Writes plots and report. A run is worth more than its pictures: what hinders them is given back as a line and not
     * thrown.
     *
     * @param rows the epochs so far; without any nothing is written
     */
    public Optional<String> write(List<MetricsRow> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> trouble = Optional.empty();
        Path plots = run.resolve("plots");
        try {
            Files.createDirectories(plots);
            Plots.loss(rows, plots.resolve("loss.png"));
            Plots.accuracy(rows, plots.resolve("accuracy.png"));
        } catch (IOException e) {
            trouble = Optional.of("no plots: " + Failures.message(e));
        } catch (RuntimeException | LinkageError | InternalError e) {
            // Java draws text with the system's fonts, which bare servers do not have.
            trouble = Optional.of(
                    "no plots: Java could not draw them on this machine, fonts or fontconfig may be missing (" + e
                            + "); metrics.csv has the figures");
        }
        try {
            DurableFiles.write(run.resolve("report.html"), html(rows, plots).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            trouble = Optional.of("no report: " + Failures.message(e));
        }
        return trouble;
    }

    private String html(List<MetricsRow> rows, Path plots) throws IOException {
        StringBuilder html = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>alexnet-jcuda run</title>
                <style>
                body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 60em; }
                table { border-collapse: collapse; margin: 1em 0; }
                td, th { padding: 0.2em 0.8em; border-bottom: 1px solid #ccc; text-align: right; }
                td:first-child, th:first-child { text-align: left; }
                img { max-width: 100%; }
                </style></head><body>
                """);
        html.append("<h1>")
                .append(escape(run.toAbsolutePath().getFileName().toString()))
                .append("</h1>\n");
        for (String name : List.of("loss.png", "accuracy.png")) {
            Path picture = plots.resolve(name);
            if (Files.isRegularFile(picture)) {
                html.append("<p><img alt=\"")
                        .append(name)
                        .append("\" src=\"data:image/png;base64,")
                        .append(Base64.getEncoder().encodeToString(Files.readAllBytes(picture)))
                        .append("\"></p>\n");
            }
        }
        html.append("<h2>Epochs</h2>\n<table><tr>");
        COLUMNS.forEach(column -> html.append("<th>").append(column).append("</th>"));
        html.append("</tr>\n");
        for (MetricsRow row : rows) {
            Map<String, Number> values = row.columns();
            html.append("<tr>");
            COLUMNS.forEach(column ->
                    html.append("<td>").append(text(values.get(column))).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</table>\n<h2>Options</h2>\n<table>\n");
        options.forEach((key, value) -> html.append("<tr><td>")
                .append(escape(key))
                .append("</td><td>")
                .append(escape(value))
                .append("</td></tr>\n"));
        return html.append("</table>\n</body></html>\n").toString();
    }

    private static String text(Number value) {
        if (value == null) {
            return "";
        }
        return value instanceof Double number
                ? String.format(Locale.ROOT, Math.abs(number) < 0.01 ? "%.2g" : "%.3f", number)
                : value.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
