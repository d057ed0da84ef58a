package alexnet.trainer.data;

import alexnet.trainer.data.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes the pictures and files that the data tests work on. */
public final class Pictures {

    private Pictures() {}

    /** Smooth colours with some noise, so that JPEG has something to code. */
    public static RgbImage photo(int width, int height, long seed) {
        Random random = new Random(seed);
        int[] phase = {random.nextInt(50), random.nextInt(50), random.nextInt(50)};
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double wave = Math.sin((x + phase[c]) / 9.0) * Math.cos((y + 2 * phase[c]) / (7.0 + c));
                    int value = (int) (127 + 90 * wave + random.nextInt(30) - 15);
                    pixels[3 * (y * width + x) + c] = (byte) Math.max(0, Math.min(255, value));
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }

    public static RgbImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[3 * width * height];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    public static BufferedImage buffered(RgbImage image, int type) {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), type);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int rgb = image.at(x, y, 0) << 16 | image.at(x, y, 1) << 8 | image.at(x, y, 2);
                buffered.setRGB(x, y, 0xff000000 | rgb);
            }
        }
        return buffered;
    }

    public static RgbImage of(BufferedImage buffered) {
        byte[] pixels = new byte[3 * buffered.getWidth() * buffered.getHeight()];
        for (int i = 0; i < pixels.length / 3; i++) {
            int rgb = buffered.getRGB(i % buffered.getWidth(), i / buffered.getWidth());
            pixels[3 * i] = (byte) (rgb >> 16);
            pixels[3 * i + 1] = (byte) (rgb >> 8);
            pixels[3 * i + 2] = (byte) rgb;
        }
        return new RgbImage(buffered.getWidth(), buffered.getHeight(), pixels);
    }

    public static byte[] jpeg(RgbImage image) {
        return write("jpeg", new IIOImage(buffered(image, BufferedImage.TYPE_INT_RGB), null, null), false);
    }

    public static byte[] progressiveJpeg(RgbImage image) {
        return write("jpeg", new IIOImage(buffered(image, BufferedImage.TYPE_INT_RGB), null, null), true);
    }

    public static byte[] png(RgbImage image) {
        return png(buffered(image, BufferedImage.TYPE_INT_RGB), false);
    }

    public static byte[] png(BufferedImage image, boolean interlaced) {
        return write("png", new IIOImage(image, null, null), interlaced);
    }

    /** A JPEG of four components with the same values in every pixel, without an Adobe segment. */
    public static byte[] fourComponentJpeg(int width, int height, int... components) {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, components);
            }
        }
        return write("jpeg", new IIOImage(raster, null, null), false);
    }

    /** Puts a segment right behind SOI. */
    public static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        bytes.write(0xff);
        bytes.write(marker);
        bytes.write(content.length + 2 >> 8);
        bytes.write(content.length + 2);
        bytes.writeBytes(content);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    public static byte[] adobe(int transform) {
        return new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    }

    /** Position of the first marker of this kind. */
    public static int find(byte[] jpeg, int marker) {
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) marker) {
                return i;
            }
        }
        throw new AssertionError("no marker ff" + Integer.toHexString(marker));
    }

    /** Class folders of JPEG files, named 000.jpg on, of sides between 40 and 90. */
    public static void classFolders(Path root, int perClass, String... classes) {
        for (int c = 0; c < classes.length; c++) {
            for (int i = 0; i < perClass; i++) {
                RgbImage image = photo(40 + 7 * i % 50, 90 - 11 * i % 50, 100 * c + i);
                write(root.resolve(classes[c]).resolve(String.format("%03d.jpg", i)), jpeg(image));
            }
        }
    }

    public static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] write(String format, IIOImage image, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (progressive) {
                parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(output);
            writer.write(null, image, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
