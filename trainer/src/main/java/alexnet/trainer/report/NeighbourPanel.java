package alexnet.trainer.report;

import alexnet.trainer.data.image.RgbImage;
import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Pictures and those whose features are nearest to theirs, in the manner of the paper's figure 4 (right): a row per query,
 * with the query in the first column, a line, and its neighbours with class and distance below.
 */
public final class NeighbourPanel {

    static final int PICTURE = 128;
    static final int STEP = PICTURE + 12;
    static final int HEIGHT = PICTURE + 40;
    static final int MARGIN = 8;
    /** Columns between the query and its neighbours. */
    static final int QUERY_GAP = 16;

    /** A row; {@code label} is the query's class or its name. */
    public record Row(RgbImage query, String label, List<Cell> neighbours) {}

    /** A neighbour. */
    public record Cell(RgbImage picture, String label, double distance) {}

    private NeighbourPanel() {}

    /**
     * Draws the panel as a PNG file.
     *
     * @throws alexnet.trainer.failure.StorageException where it cannot be drawn or written
     */
    public static void write(Path file, List<Row> rows) {
        int columns =
                rows.stream().mapToInt(row -> row.neighbours().size()).max().orElse(0);
        int width = left(columns) + MARGIN;
        Figure.write(file, "--out", width, rows.size() * HEIGHT + MARGIN, graphics -> {
            for (int row = 0; row < rows.size(); row++) {
                draw(graphics, rows.get(row), MARGIN + row * HEIGHT);
            }
            graphics.setColor(Palette.FAINT);
            int line = MARGIN + STEP + QUERY_GAP / 2 - 6;
            graphics.drawLine(line, MARGIN, line, rows.size() * HEIGHT - MARGIN);
        });
    }

    /** First column of a neighbour's picture. */
    static int left(int neighbour) {
        return MARGIN + STEP + QUERY_GAP + neighbour * STEP;
    }

    private static void draw(Graphics2D graphics, Row row, int top) {
        picture(graphics, row.query(), row.label(), MARGIN, top);
        for (int i = 0; i < row.neighbours().size(); i++) {
            Cell cell = row.neighbours().get(i);
            picture(graphics, cell.picture(), cell.label(), left(i), top);
            graphics.setColor(Palette.FAINT);
            graphics.drawString(String.format(Locale.ROOT, "%.2f", cell.distance()), left(i), top + PICTURE + 30);
        }
    }

    private static void picture(Graphics2D graphics, RgbImage picture, String label, int left, int top) {
        graphics.drawImage(Figure.image(picture), left, top, PICTURE, PICTURE, null);
        graphics.setColor(Palette.INK);
        graphics.drawString(Figure.fitted(graphics, label, PICTURE), left, top + PICTURE + 15);
    }
}
