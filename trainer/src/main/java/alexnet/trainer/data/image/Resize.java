package alexnet.trainer.data.image;

/**
 * Makes every picture a square of the same size, as the original program's preparation did (docs/reproducing.md,
 * point 17): the shorter side becomes {@code size}, the longer one is rounded, and the centre is cut out, its start rounded
 * down. Shrinking averages over areas, in whole numbers, so each value is the exact average, rounded half up. Enlarging
 * is bicubic with the coefficient -0.75. Only the part that is cut out is computed.
 *
 * <p>Or both sides become {@code size}, as in Caffe's preparation, with the same filters: where one side shrinks and the
 * other grows, the first is averaged, rounded, and the other interpolated.
 */
public final class Resize {

    private static final double CUBIC = -0.75;

    private Resize() {}

    /** A picture made {@code size} x {@code size} in the given form. */
    public static RgbImage toSquare(RgbImage image, int size, ResizeForm form) {
        return form == ResizeForm.WARP ? warp(image, size) : toSquare(image, size);
    }

    private static RgbImage warp(RgbImage image, int size) {
        RgbImage shrunk = image;
        if (size < image.width() || size < image.height()) {
            int width = Math.min(size, image.width());
            int height = Math.min(size, image.height());
            shrunk = average(image, width, height, width, height);
        }
        boolean isDone = shrunk.width() == size && shrunk.height() == size;
        return isDone ? shrunk : cubic(shrunk, size, size, size);
    }

    /** A picture scaled and cut to {@code size} x {@code size}. */
    public static RgbImage toSquare(RgbImage image, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size: expected at least 1, found " + size);
        }
        int shorter = Math.min(image.width(), image.height());
        long scaledWidth = scaled(image.width(), shorter, size);
        long scaledHeight = scaled(image.height(), shorter, size);
        return size <= shorter
                ? average(image, scaledWidth, scaledHeight, size, size)
                : cubic(image, scaledWidth, scaledHeight, size);
    }

    /** side * size / shorter, rounded half up. */
    private static long scaled(long side, long shorter, long size) {
        return (2 * side * size + shorter) / (2 * shorter);
    }

    private static RgbImage average(RgbImage image, long scaledWidth, long scaledHeight, int width, int height) {
        Areas columns = new Areas(image.width(), scaledWidth, width);
        Areas rows = new Areas(image.height(), scaledHeight, height);
        long area = (long) image.width() * image.height();
        byte[] result = new byte[3 * width * height];
        long[] sums = new long[3 * width]; // (width, 3) of one result row, times area
        long[] line = new long[3 * width]; // (width, 3) of one source row, times its width
        int lineRow = -1;
        for (int y = 0; y < height; y++) {
            java.util.Arrays.fill(sums, 0);
            for (int row = rows.first(y); row <= rows.last(y); row++) {
                if (row != lineRow) { // neighbours share the row that lies in both
                    averageColumns(image, row, columns, line);
                    lineRow = row;
                }
                long weight = rows.weight(y, row);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weight * line[i];
                }
            }
            for (int i = 0; i < sums.length; i++) {
                result[3 * width * y + i] = (byte) ((2 * sums[i] + area) / (2 * area));
            }
        }
        return new RgbImage(width, height, result);
    }

    private static void averageColumns(RgbImage image, int row, Areas columns, long[] line) {
        byte[] pixels = image.pixels();
        int start = 3 * row * image.width();
        for (int x = 0; 3 * x < line.length; x++) {
            long red = 0;
            long green = 0;
            long blue = 0;
            for (int column = columns.first(x); column <= columns.last(x); column++) {
                long weight = columns.weight(x, column);
                int at = start + 3 * column;
                red += weight * (pixels[at] & 0xff);
                green += weight * (pixels[at + 1] & 0xff);
                blue += weight * (pixels[at + 2] & 0xff);
            }
            line[3 * x] = red;
            line[3 * x + 1] = green;
            line[3 * x + 2] = blue;
        }
    }

    /**
     * Which source pixels lie under result pixel i of an axis. In units of 1/scaled of a source pixel, result pixel i
     * covers [i * source, (i + 1) * source) and source pixel j covers [j * scaled, (j + 1) * scaled).
     */
    private record Areas(long source, long scaled, long start) {

        Areas(int source, long scaled, int size) {
            this(source, scaled, (scaled - size) / 2);
        }

        int first(int i) {
            return (int) ((start + i) * source / scaled);
        }

        int last(int i) {
            return (int) (((start + i + 1) * source - 1) / scaled);
        }

        /** Their overlap; the weights of one result pixel add up to {@code source}. */
        long weight(int i, int j) {
            return Math.min((start + i + 1) * source, (j + 1) * scaled) - Math.max((start + i) * source, j * scaled);
        }
    }

    private static RgbImage cubic(RgbImage image, long scaledWidth, long scaledHeight, int size) {
        Taps columns = new Taps(image.width(), scaledWidth, size);
        Taps rows = new Taps(image.height(), scaledHeight, size);
        double[][] lines = new double[4][]; // (size, 3) each: the four source rows in use, row r in place r mod 4
        int[] lineRows = {-1, -1, -1, -1};
        byte[] result = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            double[] sums = new double[3 * size];
            for (int tap = 0; tap < 4; tap++) {
                int row = rows.pixel(y, tap);
                int place = row & 3;
                if (lineRows[place] != row) {
                    lines[place] = cubicColumns(image, row, columns, size);
                    lineRows[place] = row;
                }
                double weight = rows.weights[y][tap];
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weight * lines[place][i];
                }
            }
            for (int i = 0; i < sums.length; i++) {
                result[3 * size * y + i] = (byte) Math.max(0, Math.min(255, (int) Math.floor(sums[i] + 0.5)));
            }
        }
        return new RgbImage(size, size, result);
    }

    private static double[] cubicColumns(RgbImage image, int row, Taps columns, int size) {
        double[] line = new double[3 * size];
        for (int x = 0; x < size; x++) {
            for (int tap = 0; tap < 4; tap++) {
                double weight = columns.weights[x][tap];
                int column = columns.pixel(x, tap);
                for (int channel = 0; channel < 3; channel++) {
                    line[3 * x + channel] += weight * image.at(column, row, channel);
                }
            }
        }
        return line;
    }

    /** The four source pixels, and their weights, for each result pixel of an axis; edges are repeated. */
    private static final class Taps {

        private final int source;
        private final long[] first;
        private final double[][] weights;

        Taps(int source, long scaled, int size) {
            this.source = source;
            first = new long[size];
            weights = new double[size][4];
            long start = (scaled - size) / 2;
            for (int i = 0; i < size; i++) {
                double centre = (start + i + 0.5) * source / scaled - 0.5;
                double floor = Math.floor(centre);
                first[i] = (long) floor - 1;
                double t = centre - floor;
                weights[i][0] = outer(1 + t);
                weights[i][1] = inner(t);
                weights[i][2] = inner(1 - t);
                weights[i][3] = 1 - weights[i][0] - weights[i][1] - weights[i][2];
            }
        }

        int pixel(int i, int tap) {
            return (int) Math.max(0, Math.min(source - 1, first[i] + tap));
        }

        private static double inner(double d) {
            return ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1;
        }

        private static double outer(double d) {
            return ((CUBIC * d - 5 * CUBIC) * d + 8 * CUBIC) * d - 4 * CUBIC;
        }
    }
}
