package alexnet.trainer.report;

import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.evaluate.Guess;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Pictures with their five most probable classes as bars, in the manner of the paper's figure 4 (left): under each picture
 * its right class where that is known, else its name; the bar of the right class has another colour and a frame.
 */
public final class PredictionPanel {

    static final int PICTURE = 200;
    static final int WIDTH = 240;
    static final int HEIGHT = 346;
    static final int COLUMNS = 4;
    /** First row of a cell's picture, and of its bars. */
    static final int PICTURE_TOP = 10;

    static final int BARS_TOP = PICTURE_TOP + PICTURE + 22;
    /** Rows from bar to bar, and of a bar. */
    static final int BAR_STEP = 22;

    static final int BAR = 18;
    static final int LEFT = (WIDTH - PICTURE) / 2;

    private static final int SHOWN = 5;

    /**
     * One picture.
     *
     * @param name as in its set, or its file's
     * @param picture as the network's crops are taken from it
     * @param probabilities one per class
     * @param label its right class, or {@link #UNKNOWN}
     */
    public record Entry(String name, RgbImage picture, float[] probabilities, int label) {}

    /** The label of a picture whose class nobody said. */
    public static final int UNKNOWN = -1;

    private PredictionPanel() {}

    /**
     * Draws the panel as a PNG file, four pictures in a row.
     *
     * @param option that asked for it
     * @throws alexnet.trainer.failure.StorageException where it cannot be drawn or written
     */
    public static void write(Path file, String option, List<Entry> entries, List<String> classes) {
        int columns = Math.min(COLUMNS, entries.size());
        int rows = (entries.size() + columns - 1) / columns;
        Figure.write(file, option, columns * WIDTH, rows * HEIGHT, graphics -> {
            for (int i = 0; i < entries.size(); i++) {
                Graphics2D cell =
                        (Graphics2D) graphics.create(i % columns * WIDTH, i / columns * HEIGHT, WIDTH, HEIGHT);
                draw(cell, entries.get(i), classes);
                cell.dispose();
            }
        });
    }

    private static void draw(Graphics2D cell, Entry entry, List<String> classes) {
        cell.drawImage(Figure.image(entry.picture()), LEFT, PICTURE_TOP, PICTURE, PICTURE, null);
        cell.setColor(Palette.INK);
        String caption = entry.label() == UNKNOWN ? entry.name() : classes.get(entry.label());
        cell.drawString(Figure.fitted(cell, caption, PICTURE), LEFT, PICTURE_TOP + PICTURE + 15);
        int top = BARS_TOP;
        for (int guess : Guess.ranking(entry.probabilities(), SHOWN)) {
            float probability = entry.probabilities()[guess];
            boolean right = guess == entry.label();
            int width = Math.round(PICTURE * probability);
            cell.setColor(right ? Palette.RIGHT : Palette.OTHER);
            cell.fillRect(LEFT, top, width, BAR);
            cell.setColor(Palette.INK);
            if (right) {
                cell.setStroke(new BasicStroke(2));
                cell.drawRect(LEFT, top, Math.max(1, width), BAR);
            }
            String percent = String.format(Locale.ROOT, " %.0f %%", 100 * probability);
            int room = PICTURE - 4 - cell.getFontMetrics().stringWidth(percent);
            cell.drawString(Figure.fitted(cell, classes.get(guess), room) + percent, LEFT + 4, top + 14);
            top += BAR_STEP;
        }
    }
}
