package alexnet.trainer.data.image;

import alexnet.trainer.failure.DataException;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG by the JDK's own reader, which is asked for the components as they are coded: everything that depends
 * on colour profiles and Adobe segments then happens in {@link JpegColours}. Other readers that happen to be on the
 * class path are left alone, and no ImageIO setting is changed.
 */
final class JpegDecoder {

    private static final String JDK_READER = "com.sun.imageio.plugins.jpeg.";

    /** Warnings about data that is missing or wrong; others, such as bytes too many, cost no pixels. */
    private static final List<String> FATAL_WARNINGS =
            List.of("truncated", "premature end", "bad huffman", "instead of rst", "arithmetic code", "inconsistent");

    private JpegDecoder() {}

    static RgbImage decode(String name, byte[] bytes, long pixelLimit) {
        JpegStructure structure = new JpegStructure(name, bytes, pixelLimit);
        byte[] components = components(name, structure);
        int pixels = structure.width() * structure.height();
        byte[] rgb = switch (structure.components()) {
            case 1 -> JpegColours.greyToRgb(components, pixels);
            case 3 -> structure.isRgb() ? components : JpegColours.yccToRgbInPlace(components, pixels);
            default -> JpegColours.cmykToRgb(components, pixels, structure.isYcck());
        };
        return new RgbImage(structure.width(), structure.height(), rgb);
    }

    /** The picture's components, interleaved, as they are coded. */
    private static byte[] components(String name, JpegStructure structure) {
        ImageReader reader = jdkReader(name);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        Raster raster;
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(structure.stripped()))) {
            reader.setInput(input, true, true);
            raster = reader.readRaster(0, null);
        } catch (IOException | RuntimeException e) {
            if (structure.isArithmetic() && String.valueOf(e.getMessage()).contains("arithmetic")) {
                throw new DataException(
                        name, "this Java's decoder has no arithmetic coding (expected Huffman)", null, e);
            }
            throw new DataException(name, "damaged JPEG: " + e.getMessage(), null, e);
        } finally {
            reader.dispose();
        }
        for (String warning : warnings) {
            String lower = warning.toLowerCase(Locale.ROOT);
            if (FATAL_WARNINGS.stream().anyMatch(lower::contains)) {
                throw new DataException(name, "damaged JPEG: " + warning);
            }
        }
        int expected = structure.width() * structure.height() * structure.components();
        byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
        if (raster.getWidth() != structure.width()
                || raster.getHeight() != structure.height()
                || raster.getNumBands() != structure.components()
                || data.length != expected) {
            throw DataException.unexpected(
                    name,
                    "damaged JPEG",
                    structure.width() + "x" + structure.height() + "x" + structure.components(),
                    raster.getWidth() + "x" + raster.getHeight() + "x" + raster.getNumBands());
        }
        return data;
    }

    private static ImageReader jdkReader(String name) {
        for (Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg"); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(JDK_READER)) {
                return reader;
            }
            reader.dispose();
        }
        throw new DataException(name, "this Java has no JPEG reader (expected the module java.desktop)");
    }
}
