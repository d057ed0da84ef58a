package alexnet.trainer.report;

import alexnet.trainer.metrics.MetricsRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves over the epochs, as PNG files. */
final class Plots {

    private Plots() {}

    /** Training and validation loss. */
    static void loss(List<MetricsRow> rows, Path file) throws IOException {
        XYChart chart = chart("loss", "cross-entropy");
        series(chart, "training", rows, row -> true, row -> row.training().loss());
        series(
                chart,
                "validation",
                rows,
                row -> row.validation() != null,
                row -> row.validation().loss());
        save(chart, file);
    }

    /** Top-1 and top-5 accuracy in percent. */
    static void accuracy(List<MetricsRow> rows, Path file) throws IOException {
        XYChart chart = chart("accuracy", "percent");
        series(chart, "training top-1", rows, row -> true, row -> row.training().top1());
        series(
                chart,
                "validation top-1",
                rows,
                row -> row.validation() != null,
                row -> row.validation().top1());
        series(
                chart,
                "validation top-5",
                rows,
                row -> row.validation() != null,
                row -> row.validation().top5());
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        save(chart, file);
    }

    private static XYChart chart(String title, String unit) {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(500)
                .title(title)
                .xAxisTitle("epoch")
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setXAxisDecimalPattern("0");
        return chart;
    }

    private static void series(
            XYChart chart,
            String name,
            List<MetricsRow> rows,
            Predicate<MetricsRow> known,
            ToDoubleFunction<MetricsRow> value) {
        List<MetricsRow> shown = rows.stream()
                .filter(known)
                .filter(row -> Double.isFinite(value.applyAsDouble(row)))
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        double[] x = shown.stream().mapToDouble(MetricsRow::epoch).toArray();
        double[] y = shown.stream().mapToDouble(value).toArray();
        chart.addSeries(name, x, y).setMarker(shown.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }

    private static void save(XYChart chart, Path file) throws IOException {
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }
}
