package alexnet.trainer.metrics;

import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.file.DurableFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * {@code metrics.csv} and {@code metrics.jsonl}: one row per epoch, flushed at once. A failed write is an error, never
 * a gap. When a run resumes from an older step, the rows past that step are removed first.
 */
public final class MetricsLog implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path csvFile;
    private final Path jsonFile;
    private final OutputStream csv;
    private final OutputStream json;
    private final List<MetricsRow> rows = new ArrayList<>();

    /**
     * Opens the files of a run.
     *
     * @param resumedStep rows past it are cut; 0 for a run that starts
     * @throws StorageException where they cannot be written
     */
    public MetricsLog(Path run, long resumedStep) {
        csvFile = run.resolve("metrics.csv");
        jsonFile = run.resolve("metrics.jsonl");
        if (Files.isRegularFile(jsonFile)) {
            rows.addAll(read(jsonFile).stream()
                    .filter(row -> row.step() <= resumedStep)
                    .toList());
        }
        StringBuilder csvText = new StringBuilder(String.join(
                        ",",
                        new MetricsRow(1, 1, 0, new Score(0, 0, 0), null, 0, 0)
                                .columns()
                                .keySet())
                + "\n");
        StringBuilder jsonText = new StringBuilder();
        for (MetricsRow row : rows) {
            csvText.append(csvLine(row));
            jsonText.append(jsonLine(row));
        }
        csv = open(csvFile, csvText.toString());
        json = open(jsonFile, jsonText.toString());
    }

    private static OutputStream open(Path file, String start) {
        try {
            if (!Files.exists(file) || Files.isRegularFile(file)) {
                DurableFiles.replace(file, start);
            }
            return new FileOutputStream(file.toFile(), true);
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }

    /**
     * Adds a row to both files.
     *
     * @throws StorageException where it could not be written
     */
    public void append(MetricsRow row) {
        rows.add(row);
        append(csvFile, csv, csvLine(row));
        append(jsonFile, json, jsonLine(row));
    }

    private static void append(Path file, OutputStream out, String line) {
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }

    /** All rows so far, those from before a resume included. */
    public List<MetricsRow> rows() {
        return List.copyOf(rows);
    }

    private static String csvLine(MetricsRow row) {
        StringJoiner line = new StringJoiner(",", "", "\n");
        row.columns().values().forEach(value -> line.add(value == null ? "" : value.toString()));
        return line.toString();
    }

    private static String jsonLine(MetricsRow row) {
        try {
            return JSON.writeValueAsString(row.columns()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of numbers did not become JSON", e);
        }
    }

    /** Reads the rows of a {@code metrics.jsonl}; a last line that a kill cut short ends them. */
    public static List<MetricsRow> read(Path file) {
        List<MetricsRow> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode node;
                try {
                    node = JSON.readTree(line);
                } catch (JsonProcessingException e) {
                    break;
                }
                rows.add(new MetricsRow(
                        node.path("epoch").asInt(),
                        node.path("step").asLong(),
                        node.path("lr").asDouble(),
                        means(node, "train"),
                        node.path("val_loss").isNumber() ? means(node, "val") : null,
                        number(node, "images_per_second"),
                        number(node, "seconds")));
            }
        } catch (IOException e) {
            throw new StorageException(file.toString(), "cannot be read: " + Failures.message(e), null, e);
        }
        return rows;
    }

    private static Score means(JsonNode node, String set) {
        return new Score(number(node, set + "_loss"), number(node, set + "_top1"), number(node, set + "_top5"));
    }

    private static double number(JsonNode node, String name) {
        return node.path(name).isNumber() ? node.path(name).asDouble() : Double.NaN;
    }

    /** Closes the files; rows are already flushed. */
    @Override
    public void close() {
        for (Map.Entry<Path, OutputStream> each :
                Map.of(csvFile, csv, jsonFile, json).entrySet()) {
            try {
                each.getValue().close();
            } catch (IOException e) {
                throw DurableFiles.notWritten(each.getKey(), e);
            }
        }
    }
}
