package alexnet.trainer.report;

import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.file.DurableFiles;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** What all figures share: white paper, the fonts that every Java has, and writing as PNG in one piece. */
final class Figure {

    static final int TEXT = 13;

    private static final String ELLIPSIS = "...";

    private Figure() {}

    /**
     * Draws a figure with text and writes it.
     *
     * @param option that asked for it, named in the hint
     * @throws StorageException where it cannot be written, or Java has no fonts to draw text with
     */
    static void write(Path file, String option, int width, int height, Consumer<Graphics2D> drawing) {
        BufferedImage image;
        try {
            image = blank(width, height);
            Graphics2D graphics = image.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, TEXT));
            drawing.accept(graphics);
            graphics.dispose();
        } catch (RuntimeException | LinkageError | InternalError e) {
            // Java draws text with the system's fonts, which bare servers do not have.
            throw new StorageException(
                    file.toString(),
                    "could not be drawn: fonts or fontconfig may be missing on this machine (" + e + ")",
                    "leave " + option + " out; the text says the same",
                    e);
        }
        write(file, image);
    }

    /** A white picture. */
    static BufferedImage blank(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        Arrays.fill(row, Palette.PAPER.getRGB());
        for (int y = 0; y < height; y++) {
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    /**
     * Writes a picture as PNG, so that readers see the old file or the new one.
     *
     * @throws StorageException where it cannot be written
     */
    static void write(Path file, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
        DurableFiles.replace(file, bytes.toByteArray());
    }

    /** A picture for drawing. */
    static BufferedImage image(RgbImage picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                image.setRGB(x, y, picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2));
            }
        }
        return image;
    }

    /** As much of a text as {@code width} has room for. */
    static String fitted(Graphics2D graphics, String text, int width) {
        if (graphics.getFontMetrics().stringWidth(text) <= width) {
            return text;
        }
        int length = text.length();
        while (length > 1 && graphics.getFontMetrics().stringWidth(text.substring(0, length) + ELLIPSIS) > width) {
            length--;
        }
        return text.substring(0, length) + ELLIPSIS;
    }
}
