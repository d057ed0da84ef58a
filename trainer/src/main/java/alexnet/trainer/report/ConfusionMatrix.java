package alexnet.trainer.report;

import alexnet.trainer.file.DurableFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How often pictures of each class (rows) were taken for each class (columns), as CSV and as a heat map. */
public final class ConfusionMatrix {

    /** The most classes whose cells have room for their counts. */
    static final int MOST_COUNTS = 20;
    /** The most classes that are named at the edges. */
    static final int MOST_NAMES = 60;

    /** Pixels of the matrix with many classes, and of the space left of it and above it for names. */
    private static final int SIDE = 960;

    private static final int NAMES = 150;
    private static final int EDGE = 40;
    private static final int SCALE_WIDTH = 18;
    private static final int SCALE_TEXT = 60;

    private final List<String> classes;
    private final long[][] counts;

    /** Nothing counted yet. */
    public ConfusionMatrix(List<String> classes) {
        this.classes = List.copyOf(classes);
        this.counts = new long[classes.size()][classes.size()];
    }

    /** Counts a picture. */
    public void add(int label, int guess) {
        counts[label][guess]++;
    }

    /** Writes the counts, a row per class and a column per guess. */
    public void writeCsv(Path file) {
        StringBuilder text = new StringBuilder("class");
        classes.forEach(name -> text.append(',').append(Csv.cell(name)));
        text.append('\n');
        for (int label = 0; label < counts.length; label++) {
            text.append(Csv.cell(classes.get(label)));
            for (long count : counts[label]) {
                text.append(',').append(count);
            }
            text.append('\n');
        }
        DurableFiles.replace(file, text.toString());
    }

    /** The share of a class's pictures that were taken for {@code guess}; NaN where the class has none. */
    double share(int label, int guess) {
        return (double) counts[label][guess] / Arrays.stream(counts[label]).sum();
    }

    /**
     * Draws the shares of each row as a heat map. Up to {@value #MOST_COUNTS} classes cells show their counts, up to
     * {@value #MOST_NAMES} rows and columns have names.
     *
     * @throws alexnet.trainer.failure.StorageException where it cannot be drawn or written
     */
    public void writePng(Path file) {
        int right = EDGE + SCALE_WIDTH + SCALE_TEXT;
        int side = cell() * counts.length;
        Figure.write(file, "--confusion-png", left() + side + right, top() + side + EDGE, this::draw);
    }

    /** The colour of a cell. */
    Color colour(int label, int guess) {
        double share = share(label, guess);
        return Double.isNaN(share) ? Palette.NOTHING : Palette.share(share);
    }

    /** Pixels of a cell. */
    int cell() {
        int classCount = counts.length;
        return classCount <= MOST_COUNTS ? EDGE : Math.max(1, SIDE / classCount);
    }

    /** First column of the matrix. */
    int left() {
        return EDGE + (isNamed() ? NAMES : 0);
    }

    /** First row of the matrix. */
    int top() {
        return EDGE + (isNamed() ? NAMES : 0);
    }

    private boolean isNamed() {
        return counts.length <= MOST_NAMES;
    }

    private void draw(Graphics2D graphics) {
        int cell = cell();
        for (int label = 0; label < counts.length; label++) {
            for (int guess = 0; guess < counts.length; guess++) {
                int x = left() + guess * cell;
                int y = top() + label * cell;
                graphics.setColor(colour(label, guess));
                graphics.fillRect(x, y, cell, cell);
                if (counts.length <= MOST_COUNTS && counts[label][guess] > 0) {
                    graphics.setColor(Palette.onShare(share(label, guess)));
                    centred(graphics, Long.toString(counts[label][guess]), x, y, cell);
                }
            }
        }
        graphics.setColor(Palette.FAINT);
        graphics.drawRect(left() - 1, top() - 1, cell * counts.length + 1, cell * counts.length + 1);
        graphics.drawString("row: the right class; column: the guess", left(), EDGE / 2);
        if (isNamed()) {
            names(graphics, cell);
        }
        scale(graphics, left() + cell * counts.length + EDGE / 2, cell * counts.length);
    }

    private void names(Graphics2D graphics, int cell) {
        int ascent = graphics.getFontMetrics().getAscent();
        graphics.setColor(Palette.INK);
        for (int k = 0; k < counts.length; k++) {
            String name = Figure.fitted(graphics, classes.get(k), NAMES - 10);
            int middle = k * cell + (cell + ascent) / 2 - 1;
            int width = graphics.getFontMetrics().stringWidth(name);
            graphics.drawString(name, left() - 6 - width, top() + middle);
            AffineTransform upright = graphics.getTransform();
            graphics.rotate(-Math.PI / 2, left() + middle, top() - 6);
            graphics.drawString(name, left() + middle, top() - 6);
            graphics.setTransform(upright);
        }
    }

    /** The colour bar: the share that each colour means. */
    private void scale(Graphics2D graphics, int x, int height) {
        for (int y = 0; y < height; y++) {
            graphics.setColor(Palette.share(1 - (y + 0.5) / height));
            graphics.fillRect(x, top() + y, SCALE_WIDTH, 1);
        }
        graphics.setColor(Palette.FAINT);
        graphics.drawRect(x - 1, top() - 1, SCALE_WIDTH + 1, height + 1);
        for (int percent = 0; percent <= 100; percent += 50) {
            int y = top() + height - percent * height / 100;
            graphics.drawString(String.format(Locale.ROOT, "%d %%", percent), x + SCALE_WIDTH + 4, y + 4);
        }
    }

    private static void centred(Graphics2D graphics, String text, int x, int y, int cell) {
        int width = graphics.getFontMetrics().stringWidth(text);
        int ascent = graphics.getFontMetrics().getAscent();
        graphics.drawString(text, x + (cell - width) / 2, y + (cell + ascent) / 2 - 1);
    }
}
