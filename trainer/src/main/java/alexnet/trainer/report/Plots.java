package alexnet.trainer.report;

import alexnet.trainer.metrics.MetricsRow;
import alexnet.trainer.metrics.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
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
        series(chart, "training", rows, MetricsRow::training, Score::loss);
        series(chart, "validation", rows, MetricsRow::validation, Score::loss);
        save(chart, file);
    }

    /** Top-1 and top-5 accuracy in percent. */
    static void accuracy(List<MetricsRow> rows, Path file) throws IOException {
        XYChart chart = chart("accuracy", "percent");
        series(chart, "training top-1", rows, MetricsRow::training, Score::top1);
        series(chart, "validation top-1", rows, MetricsRow::validation, Score::top1);
        series(chart, "validation top-5", rows, MetricsRow::validation, Score::top5);
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

    /** Draws the finite values of one score; epochs without that score are left out. */
    private static void series(
            XYChart chart,
            String name,
            List<MetricsRow> rows,
            Function<MetricsRow, Score> score,
            ToDoubleFunction<Score> measure) {
        ToDoubleFunction<MetricsRow> value = row -> measure.applyAsDouble(score.apply(row));
        List<MetricsRow> shown = rows.stream()
                .filter(row -> score.apply(row) != null && Double.isFinite(value.applyAsDouble(row)))
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
