package alexnet.trainer.report;

import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * The filters of the first layer as the paper's figure 3 shows them: rows of 16, GPU 0 above GPU 1. A weight becomes a
 * square of {@code zoom} pixels, its red, green and blue as learned, shifted and scaled so that the smallest weight is 0
 * and the largest 255. There is no text in it, so no fonts are needed.
 *
 * @param zoom pixels per weight
 * @param perFilter whether each filter is scaled by its own smallest and largest weight instead of the layer's
 */
public record FilterFigure(FirstLayer layer, int zoom, boolean perFilter) {

    /** Filters in a row, as in the original program's figure. */
    static final int COLUMNS = 16;
    /** Pixels around filters. */
    static final int GAP = 2;
    /** Pixels between the halves. */
    static final int GPU_GAP = 16;

    private static final int MIDDLE_GREY = 128;

    /** Writes the figure as PNG. */
    public void write(Path file) {
        Figure.write(file, draw());
    }

    BufferedImage draw() {
        int columns = 0;
        for (int part = 0; part < layer.parts().size(); part++) {
            columns = Math.max(columns, Math.min(COLUMNS, layer.count(part)));
        }
        int last = layer.parts().size() - 1;
        BufferedImage image = Figure.blank(GAP + columns * cellWidth(), top(last) + rows(last) * cellHeight());
        for (int part = 0; part <= last; part++) {
            for (int filter = 0; filter < layer.count(part); filter++) {
                draw(image, part, filter);
            }
        }
        return image;
    }

    private void draw(BufferedImage image, int part, int filter) {
        float[] range = perFilter ? layer.range(part, filter) : layer.range();
        int left = left(filter);
        int top = top(part, filter);
        for (int y = 0; y < layer.height() * zoom; y++) {
            for (int x = 0; x < layer.width() * zoom; x++) {
                int rgb = 0;
                for (int colour = 0; colour < 3; colour++) {
                    rgb = rgb << 8 | level(layer.at(part, filter, colour, y / zoom, x / zoom), range);
                }
                image.setRGB(left + x, top + y, rgb);
            }
        }
    }

    /** 0 to 255; the middle where all weights are the same. */
    private static int level(float value, float[] range) {
        double extent = (double) range[1] - range[0];
        return extent == 0 ? MIDDLE_GREY : (int) Math.round(255 * (value - (double) range[0]) / extent);
    }

    /** First column of a filter's square. */
    int left(int filter) {
        return GAP + filter % COLUMNS * cellWidth();
    }

    /** First row of a filter's square. */
    int top(int part, int filter) {
        return top(part) + filter / COLUMNS * cellHeight();
    }

    private int top(int part) {
        int top = GAP;
        for (int above = 0; above < part; above++) {
            top += rows(above) * cellHeight() + GPU_GAP;
        }
        return top;
    }

    private int rows(int part) {
        return (layer.count(part) + COLUMNS - 1) / COLUMNS;
    }

    private int cellWidth() {
        return layer.width() * zoom + GAP;
    }

    private int cellHeight() {
        return layer.height() * zoom + GAP;
    }
}
