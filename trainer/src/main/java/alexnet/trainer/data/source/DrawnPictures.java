package alexnet.trainer.data.source;

import alexnet.kernels.Philox;
import alexnet.trainer.data.RandomPurpose;
import alexnet.trainer.data.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws the demo's data set: JPEG files of simple shapes and textures in class folders, from a seed. Colours, place,
 * size, angle, shading and noise are random, so that neither colour nor position reveals a class; the shape is
 * brighter than its background.
 */
public final class DrawnPictures {

    /** The classes, sorted. */
    public static final List<String> CLASSES = List.of(
            "checkerboard",
            "cross",
            "diagonal-stripes",
            "disc",
            "horizontal-stripes",
            "ring",
            "square",
            "star",
            "triangle",
            "vertical-stripes");

    private static final float QUALITY = 0.9f;
    private static final int SAMPLES = 3; // per pixel and side, against jagged edges
    private static final int NOISE = 16;
    private static final double CONTRAST = 60; // of brightness, out of 255

    private DrawnPictures() {}

    /**
     * Writes {@code root/train/CLASS/NNNN.jpg} and {@code root/val/CLASS/NNNN.jpg}; the same seed gives the same
     * pixels.
     *
     * @param size side of the pictures, such as 96
     * @throws UncheckedIOException where writing fails
     */
    public static void write(Path root, int size, int trainPerClass, int valPerClass, long seed) {
        for (String name : CLASSES) {
            for (String part : List.of("train", "val")) {
                try {
                    Files.createDirectories(root.resolve(part).resolve(name));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        int perClass = trainPerClass + valPerClass;
        IntStream.range(0, CLASSES.size() * perClass).parallel().forEach(i -> {
            int label = i / perClass;
            int number = i % perClass;
            boolean train = number < trainPerClass;
            Path folder = root.resolve(train ? "train" : "val").resolve(CLASSES.get(label));
            String name = String.format(java.util.Locale.ROOT, "%04d.jpg", train ? number : number - trainPerClass);
            try {
                Files.write(folder.resolve(name), jpeg(draw(label, size, seed, number)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** One picture of a class. */
    static RgbImage draw(int label, int size, long seed, int number) {
        Philox random = new Philox(seed, RandomPurpose.DRAWING, (long) label << 32 | number);
        DrawnShape shape = DrawnShape.draw(CLASSES.get(label), size, random);
        int[] back = colour(random);
        int[] front = colour(random);
        while (brightness(front) - brightness(back) < CONTRAST) {
            back = colour(random);
            front = colour(random);
        }
        double slopeX = (random.nextDouble() - 0.5) * 60 / size;
        double slopeY = (random.nextDouble() - 0.5) * 60 / size;
        boolean[][] corners = new boolean[size + 1][size + 1];
        for (int y = 0; y <= size; y++) {
            for (int x = 0; x <= size; x++) {
                corners[y][x] = shape.contains(x, y);
            }
        }
        byte[] pixels = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double share = coverage(shape, corners, x, y);
                double shade = slopeX * (x - size / 2) + slopeY * (y - size / 2);
                int noise = random.nextInt();
                for (int channel = 0; channel < 3; channel++) {
                    double value = back[channel] + share * (front[channel] - back[channel]) + shade;
                    value += ((noise >>> 8 * channel & 0xff) - 127.5) / 127.5 * NOISE;
                    pixels[3 * (y * size + x) + channel] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
        }
        return new RgbImage(size, size, pixels);
    }

    /** Share of a pixel that is foreground; between equal corners it is taken as all or nothing. */
    private static double coverage(DrawnShape shape, boolean[][] corners, int x, int y) {
        boolean corner = corners[y][x];
        if (corners[y][x + 1] == corner && corners[y + 1][x] == corner && corners[y + 1][x + 1] == corner) {
            return corner ? 1 : 0;
        }
        int inside = 0;
        for (int sample = 0; sample < SAMPLES * SAMPLES; sample++) {
            double sampleX = x + (sample % SAMPLES + 0.5) / SAMPLES;
            double sampleY = y + (sample / SAMPLES + 0.5) / SAMPLES;
            inside += shape.contains(sampleX, sampleY) ? 1 : 0;
        }
        return (double) inside / (SAMPLES * SAMPLES);
    }

    private static int[] colour(Philox random) {
        return new int[] {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
    }

    private static double brightness(int[] colour) {
        return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
    }

    private static byte[] jpeg(RgbImage image) throws IOException {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int[] argb = ((DataBufferInt) buffered.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < argb.length; i++) {
            argb[i] = (image.pixels()[3 * i] & 0xff) << 16
                    | (image.pixels()[3 * i + 1] & 0xff) << 8
                    | image.pixels()[3 * i + 2] & 0xff;
        }
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        if (!writers.hasNext()) {
            throw new IOException("this Java has no JPEG writer (expected the module java.desktop)");
        }
        ImageWriter writer = writers.next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(output);
            writer.write(null, new IIOImage(buffered, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
