package alexnet.trainer.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Error by epoch of several runs in one picture, as in the paper's figure 1. Curves differ by colour (blue, vermilion,
 * bluish green, reddish purple of Okabe and Ito), by dashes and by markers, so that colour-blind readers and grey prints
 * tell them apart.
 */
public final class ErrorCurves {

    private static final Color[] COLOURS = {
        new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7)
    };
    private static final float[][] DASHES = {null, {8, 6}, {2, 5}, {12, 5, 2, 5}};
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND
    };

    private ErrorCurves() {}

    /**
     * One run.
     *
     * @param errors in percent, one for each epoch
     */
    public record Curve(String name, int[] epochs, double[] errors) {}

    /**
     * Draws curves on linear axes, the one of errors from 0.
     *
     * @param target a horizontal line, in percent; none where it is NaN
     * @param targetName of that line
     * @throws IOException where the file cannot be written
     */
    public static void draw(String title, String unit, List<Curve> curves, double target, String targetName, Path file)
            throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(540)
                .title(title)
                .xAxisTitle("epoch")
                .yAxisTitle(unit)
                .build();
        chart.getStyler()
                .setXAxisDecimalPattern("0")
                .setYAxisMin(0.0)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.InsideNE);
        int last = 1;
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            if (curve.epochs().length == 0) {
                continue;
            }
            double[] epochs = Arrays.stream(curve.epochs()).asDoubleStream().toArray();
            XYSeries series = chart.addSeries(curve.name(), epochs, curve.errors());
            int style = i % COLOURS.length;
            series.setLineColor(COLOURS[style]);
            series.setMarker(MARKERS[style]);
            series.setMarkerColor(COLOURS[style]);
            series.setLineStyle(stroke(2.5f, DASHES[style]));
            last = Math.max(last, curve.epochs()[curve.epochs().length - 1]);
        }
        if (!Double.isNaN(target)) {
            XYSeries line = chart.addSeries(targetName, new double[] {0, last}, new double[] {target, target});
            line.setMarker(SeriesMarkers.NONE);
            line.setLineColor(Color.DARK_GRAY);
            line.setLineStyle(stroke(1, null));
        }
        chart.getStyler().setXAxisMin(0.0).setXAxisMax((double) last);
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    private static BasicStroke stroke(float width, float[] dash) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }
}
