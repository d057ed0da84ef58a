package alexnet.trainer.run;

import alexnet.model.NetworkSummary;
import alexnet.model.PointInForce;
import alexnet.model.layer.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A network's figures as lines of text. */
public final class SummaryTable {

    private SummaryTable() {}

    /** A row per layer and GPU: layer, kind, GPU, output shape of one picture, parameters, multiply-adds. */
    public static List<String> rows(NetworkSummary summary) {
        List<String> lines = new ArrayList<>();
        String format = "%-10s %-16s %3s  %-14s %14s %16s";
        lines.add(String.format(Locale.ROOT, format, "layer", "kind", "GPU", "output", "parameters", "multiply-adds"));
        for (NetworkSummary.Row row : summary.rows()) {
            lines.add(String.format(
                    Locale.ROOT,
                    format,
                    row.layer(),
                    row.kind(),
                    row.gpu(),
                    shape(row.output()),
                    count(row.parameters()),
                    count(row.multiplyAdds())));
        }
        return lines;
    }

    private static String shape(ImageShape shape) {
        return shape.channels() + "x" + shape.height() + "x" + shape.width();
    }

    /** The totals: parameters, work, memory and what crosses between the GPUs. */
    public static List<String> totals(NetworkSummary summary) {
        List<String> lines = new ArrayList<>();
        List<String> shares = new ArrayList<>();
        List<String> memory = new ArrayList<>();
        for (NetworkSummary.GpuTotal gpu : summary.gpus()) {
            shares.add("GPU " + gpu.gpu() + ": " + count(gpu.parameters()));
            memory.add("GPU " + gpu.gpu() + ": " + megabytes(gpu.memoryBytes()));
        }
        lines.add("parameters: " + count(summary.parameters()) + " (" + String.join(", ", shares) + ")");
        lines.add("multiply-adds per image, forward: " + count(summary.multiplyAdds()));
        lines.add("memory at batch size " + summary.batchSize() + ": " + String.join(", ", memory));
        lines.add("crossing between GPUs per step of " + summary.batchSize() + " images: "
                + megabytes(summary.forwardBytes()) + " forward, " + megabytes(summary.backwardBytes()) + " backward");
        return lines;
    }

    /** The points at which sources disagree: what the network has, and who says so. */
    public static List<String> points(String preset, List<PointInForce> points) {
        List<String> lines = new ArrayList<>();
        lines.add("preset: " + (preset == null ? "none (the network file as it is)" : preset));
        for (PointInForce point : points) {
            lines.add(
                    String.format(Locale.ROOT, "  %-15s %-19s %s", point.point().key(), point.value(), point.origin()));
        }
        return lines;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
