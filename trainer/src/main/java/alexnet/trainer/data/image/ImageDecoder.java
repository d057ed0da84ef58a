package alexnet.trainer.data.image;

import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * JPEG and PNG files as RGB, 8 bits a channel. The first bytes decide the format, never the name. Grey becomes
 * R = G = B, CMYK and YCCK become RGB, palettes become colours, alpha is dropped, of 16 bits the upper 8 are taken.
 * Embedded colour profiles and the EXIF orientation are ignored, as the loaders of ImageNet do. A file that is cut,
 * torn or damaged is an error, also where a decoder would fill the rest with grey.
 */
public final class ImageDecoder {

    /** Pictures of more pixels are refused before memory is taken for them: 64 Mi. */
    public static final long DEFAULT_PIXEL_LIMIT = 64L << 20;

    private static final long FILE_LIMIT = 512L << 20;
    private static final int SHOWN_BYTES = 8;

    private final long pixelLimit;

    /** A decoder with the default limit. */
    public ImageDecoder() {
        this(DEFAULT_PIXEL_LIMIT);
    }

    /** @param pixelLimit width times height of the largest picture that is decoded */
    public ImageDecoder(long pixelLimit) {
        if (pixelLimit < 1 || pixelLimit > Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException(
                    "pixel limit: expected 1 to " + Integer.MAX_VALUE / 4 + ", found " + pixelLimit);
        }
        this.pixelLimit = pixelLimit;
    }

    /**
     * Decodes a file.
     *
     * @throws DataException where it cannot be read or decoded
     */
    public RgbImage decode(Path file) {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file)) {
                throw new DataException(file, "not a file");
            }
            long size = Files.size(file);
            if (size > FILE_LIMIT) {
                throw DataException.unexpected(
                        file, "too large for a picture", "at most " + FILE_LIMIT + " bytes", size + " bytes");
            }
            bytes = Files.readAllBytes(file);
        } catch (AccessDeniedException e) {
            throw new DataException(file, "cannot be read: permission denied", null, e);
        } catch (IOException e) {
            throw new DataException(file, "cannot be read: " + e.getMessage(), null, e);
        }
        return decode(file.toString(), bytes);
    }

    /**
     * Decodes the bytes of a file.
     *
     * @param name names the file in errors
     * @throws DataException where it is no picture, a damaged one or too large
     */
    public RgbImage decode(String name, byte[] bytes) {
        try {
            return decodeByMagic(name, bytes);
        } catch (DataException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DataException(name, "damaged picture: " + e, null, e);
        }
    }

    private RgbImage decodeByMagic(String name, byte[] bytes) {
        if (startsWith(bytes, 0xff, 0xd8)) {
            return JpegDecoder.decode(name, bytes, pixelLimit);
        }
        if (startsWith(bytes, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return new PngDecoder(name, bytes, pixelLimit).decode();
        }
        if (startsWith(bytes, 'G', 'I', 'F', '8') && bytes.length >= 10) {
            checkGif(name, bytes);
            throw unsupported(name, "GIF");
        }
        if (startsWith(bytes, 'B', 'M')) {
            throw unsupported(name, "BMP");
        }
        if (startsWith(bytes, 'I', 'I', '*', 0) || startsWith(bytes, 'M', 'M', 0, '*')) {
            throw unsupported(name, "TIFF");
        }
        if (startsWith(bytes, 'R', 'I', 'F', 'F') && bytes.length >= 12 && bytes[8] == 'W' && bytes[9] == 'E') {
            throw unsupported(name, "WebP");
        }
        throw new DataException(name, "not an image: " + start(bytes) + " (expected JPEG or PNG)");
    }

    /** Refuses a size from a header before anything of that size is allocated. */
    static void checkPixels(String name, long width, long height, long limit) {
        if (width < 1 || height < 1) {
            throw DataException.unexpected(name, "no pixels", "sides of at least 1", width + "x" + height);
        }
        if (width * height > limit) {
            throw new DataException(name, width + "x" + height + " exceeds limit " + limit + " pixels");
        }
    }

    /** Says of a GIF that claims to be huge that it is, rather than only that it is a GIF. */
    private void checkGif(String name, byte[] bytes) {
        checkPixels(name, littleEndian(bytes, 6), littleEndian(bytes, 8), pixelLimit);
        int at = 13 + (bytes.length > 10 && bytes[10] < 0 ? 3 << (bytes[10] & 7) + 1 : 0);
        while (at + 9 < bytes.length && bytes[at] == '!') { // an extension: its label, then blocks up to an empty one
            at += 2;
            while (at < bytes.length && bytes[at] != 0) {
                at += 1 + (bytes[at] & 0xff);
            }
            at++;
        }
        if (at + 9 < bytes.length && bytes[at] == ',') {
            checkPixels(name, littleEndian(bytes, at + 5), littleEndian(bytes, at + 7), pixelLimit);
        }
    }

    private static DataException unsupported(String name, String format) {
        return DataException.unexpected(name, "unsupported picture format", "JPEG or PNG", format);
    }

    private static String start(byte[] bytes) {
        if (bytes.length == 0) {
            return "the file is empty";
        }
        int shown = Math.min(SHOWN_BYTES, bytes.length);
        StringBuilder text = new StringBuilder("starts with ");
        text.append(HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown)).append(" \"");
        for (int i = 0; i < shown; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
        }
        return text.append('"').toString();
    }

    private static int littleEndian(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
