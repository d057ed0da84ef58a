package alexnet.trainer.report;

import alexnet.trainer.Guess;
import alexnet.trainer.StorageException;
import alexnet.trainer.checkpoint.DurableFiles;
import alexnet.trainer.data.RgbImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Pictures with their five most probable classes as bars, in the manner of the paper's figure 4. */
public final class PredictionPanel {

    private static final int PICTURE = 200;
    private static final int WIDTH = 240;
    private static final int HEIGHT = 340;
    private static final int COLUMNS = 4;
    private static final int SHOWN = 5;
    private static final int BAR = 22;

    private PredictionPanel() {}

    /**
     * Draws the panel as a PNG file.
     *
     * @param pictures as the network saw them
     * @param probabilities per picture, one per class
     * @throws StorageException where it cannot be drawn or written
     */
    public static void write(
            Path file, List<Path> names, List<RgbImage> pictures, List<String> classes, float[][] probabilities) {
        int columns = Math.min(COLUMNS, pictures.size());
        int rows = (pictures.size() + columns - 1) / columns;
        BufferedImage panel = new BufferedImage(columns * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
        try {
            Graphics2D graphics = panel.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, panel.getWidth(), panel.getHeight());
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
            for (int i = 0; i < pictures.size(); i++) {
                Graphics2D cell =
                        (Graphics2D) graphics.create(i % columns * WIDTH, i / columns * HEIGHT, WIDTH, HEIGHT);
                draw(cell, names.get(i), pictures.get(i), classes, probabilities[i]);
                cell.dispose();
            }
            graphics.dispose();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(panel, "png", bytes);
            DurableFiles.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new StorageException(
                    file.toString(),
                    "could not be drawn: fonts or fontconfig may be missing on this machine (" + e + ")",
                    "leave --png out; the text says the same",
                    e);
        }
    }

    private static void draw(
            Graphics2D cell, Path name, RgbImage picture, List<String> classes, float[] probabilities) {
        int left = (WIDTH - PICTURE) / 2;
        cell.drawImage(image(picture), left, 10, PICTURE, PICTURE, null);
        cell.setColor(Color.DARK_GRAY);
        cell.drawString(String.valueOf(name.getFileName()), left, PICTURE + 22);
        int top = PICTURE + 28;
        for (int guess : Guess.ranking(probabilities, SHOWN)) {
            cell.setColor(new Color(0xf2b8a0));
            cell.fillRect(left, top, Math.round(PICTURE * probabilities[guess]), BAR - 4);
            cell.setColor(Color.BLACK);
            cell.drawString(
                    String.format(Locale.ROOT, "%s %.0f %%", classes.get(guess), 100 * probabilities[guess]),
                    left + 4,
                    top + 14);
            top += BAR;
        }
    }

    private static BufferedImage image(RgbImage picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                image.setRGB(x, y, picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2));
            }
        }
        return image;
    }
}
