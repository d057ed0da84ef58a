package alexnet.trainer.data.image;

import alexnet.trainer.failure.DataException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes PNG (ISO/IEC 15948): all colour types, bit depths and interlacing. Only IHDR, PLTE, IDAT and IEND are looked
 * at, and their checksums must hold; every row must be there. Alpha and transparency are dropped, of 16 bits the upper
 * 8 are taken, gamma and profiles are ignored.
 */
final class PngDecoder {

    private static final int SIGNATURE = 8;
    private static final int PALETTE_TYPE = 3;

    /** First column, first row, column step and row step of each pass of Adam7. */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final String name;
    private final byte[] bytes;
    private final long pixelLimit;
    private final Inflater inflater = new Inflater();

    private int width;
    private int height;
    private int depth;
    private int type;
    private boolean interlaced;
    private byte[] palette; // (colours, 3)
    private int nextChunk = SIGNATURE;
    private boolean dataEnded;

    PngDecoder(String name, byte[] bytes, long pixelLimit) {
        this.name = name;
        this.bytes = bytes;
        this.pixelLimit = pixelLimit;
    }

    RgbImage decode() {
        try {
            readHeader();
            readUntilData();
            byte[] pixels = new byte[3 * width * height];
            if (interlaced) {
                for (int[] pass : ADAM7) {
                    readPass(pixels, pass[0], pass[1], pass[2], pass[3]);
                }
            } else {
                readPass(pixels, 0, 0, 1, 1);
            }
            readUntilEnd();
            return new RgbImage(width, height, pixels);
        } finally {
            inflater.end();
        }
    }

    private void readHeader() {
        String first = chunkType(nextChunk);
        int length = chunkLength(nextChunk);
        if (!first.equals("IHDR") || length != 13) {
            throw DataException.unexpected(
                    name, "damaged PNG", "chunk IHDR of 13 bytes", first + " of " + length + " bytes");
        }
        checkSum(nextChunk, length);
        int at = nextChunk + 8;
        long claimedWidth = u32(at);
        long claimedHeight = u32(at + 4);
        if (claimedWidth > Integer.MAX_VALUE || claimedHeight > Integer.MAX_VALUE) {
            throw DataException.unexpected(name, "damaged PNG", "sides below 2^31", claimedWidth + "x" + claimedHeight);
        }
        ImageDecoder.checkPixels(name, claimedWidth, claimedHeight, pixelLimit);
        width = (int) claimedWidth;
        height = (int) claimedHeight;
        depth = bytes[at + 8] & 0xff;
        type = bytes[at + 9] & 0xff;
        int method = bytes[at + 10] | bytes[at + 11];
        int interlace = bytes[at + 12] & 0xff;
        boolean depthFits = switch (type) {
            case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case PALETTE_TYPE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
        if (!depthFits || method != 0 || interlace > 1) {
            throw DataException.unexpected(
                    name,
                    "damaged PNG header",
                    "a colour type, depth and method of the standard",
                    "type " + type + ", depth " + depth + ", method " + method + ", interlace " + interlace);
        }
        interlaced = interlace == 1;
        nextChunk += 12 + length;
    }

    /** Walks on to the first IDAT chunk. */
    private void readUntilData() {
        while (true) {
            String chunk = chunkType(nextChunk);
            int length = chunkLength(nextChunk);
            if (chunk.equals("IDAT")) {
                break;
            }
            if (chunk.equals("IEND")) {
                throw new DataException(name, "PNG without picture data (expected an IDAT chunk, found none)");
            }
            if (chunk.equals("PLTE")) {
                checkSum(nextChunk, length);
                if (length == 0 || length > 3 * 256 || length % 3 != 0) {
                    throw DataException.unexpected(name, "damaged PNG palette", "1 to 256 colours", length + " bytes");
                }
                palette = java.util.Arrays.copyOfRange(bytes, nextChunk + 8, nextChunk + 8 + length);
            }
            nextChunk += 12 + length;
        }
        if (type == PALETTE_TYPE && palette == null) {
            throw new DataException(name, "damaged PNG (expected a PLTE chunk before IDAT, found none)");
        }
    }

    /** After the last row: the remaining chunks, up to IEND. */
    private void readUntilEnd() {
        byte[] rest = new byte[1];
        try {
            while (!inflater.finished() && inflater.inflate(rest) == 0 && feed()) {
                continue;
            }
        } catch (DataFormatException e) {
            throw new DataException(name, "damaged PNG data: " + e.getMessage(), null, e);
        }
        while (true) {
            String chunk = chunkType(nextChunk);
            int length = chunkLength(nextChunk);
            if (chunk.equals("IDAT") || chunk.equals("IEND")) {
                checkSum(nextChunk, length);
            }
            nextChunk += 12 + length;
            if (chunk.equals("IEND")) {
                return;
            }
        }
    }

    private void readPass(byte[] pixels, int x0, int y0, int stepX, int stepY) {
        int columns = (width - x0 + stepX - 1) / stepX;
        int rows = (height - y0 + stepY - 1) / stepY;
        if (columns <= 0 || rows <= 0) {
            return;
        }
        int channels = switch (type) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        int bitsPerPixel = channels * depth;
        int rowBytes = (int) (((long) columns * bitsPerPixel + 7) / 8);
        int pixelBytes = Math.max(1, bitsPerPixel / 8);
        byte[] row = new byte[1 + rowBytes];
        byte[] above = new byte[1 + rowBytes];
        for (int r = 0; r < rows; r++) {
            fill(row, y0 + r * stepY);
            PngFilter.undo(name, row, above, pixelBytes);
            int y = y0 + r * stepY;
            for (int c = 0; c < columns; c++) {
                int target = 3 * (y * width + x0 + c * stepX);
                if (channels >= 3) {
                    int source = 1 + c * pixelBytes;
                    int step = depth / 8;
                    pixels[target] = row[source];
                    pixels[target + 1] = row[source + step];
                    pixels[target + 2] = row[source + 2 * step];
                } else {
                    single(pixels, target, sample(row, c, channels));
                }
            }
            byte[] swap = above;
            above = row;
            row = swap;
        }
    }

    /** One grey value or palette index of a row. */
    private int sample(byte[] row, int column, int channels) {
        if (depth >= 8) {
            return row[1 + column * channels * (depth / 8)] & 0xff;
        }
        int bit = column * depth;
        return row[1 + bit / 8] >> 8 - depth - bit % 8 & (1 << depth) - 1;
    }

    private void single(byte[] pixels, int target, int sample) {
        if (type == PALETTE_TYPE) {
            if (3 * sample >= palette.length) {
                throw DataException.unexpected(
                        name, "damaged PNG", "palette indices below " + palette.length / 3, sample);
            }
            System.arraycopy(palette, 3 * sample, pixels, target, 3);
        } else {
            byte grey = (byte) (depth >= 8 ? sample : sample * 255 / ((1 << depth) - 1));
            pixels[target] = grey;
            pixels[target + 1] = grey;
            pixels[target + 2] = grey;
        }
    }

    /** Inflates the next {@code target.length} bytes. */
    private void fill(byte[] target, int y) {
        int at = 0;
        try {
            while (at < target.length) {
                int got = inflater.inflate(target, at, target.length - at);
                at += got;
                if (got == 0 && (inflater.finished() || inflater.needsDictionary() || !feed())) {
                    throw DataException.unexpected(name, "truncated PNG data", height + " rows", "an end in row " + y);
                }
            }
        } catch (DataFormatException e) {
            throw new DataException(name, "damaged PNG data in row " + y + ": " + e.getMessage(), null, e);
        }
    }

    /** Hands the next IDAT chunk to the inflater; false after the last. */
    private boolean feed() {
        if (dataEnded || !inflater.needsInput()) {
            return !dataEnded;
        }
        if (!chunkType(nextChunk).equals("IDAT")) {
            dataEnded = true;
            return false;
        }
        int length = chunkLength(nextChunk);
        checkSum(nextChunk, length);
        inflater.setInput(bytes, nextChunk + 8, length);
        nextChunk += 12 + length;
        return true;
    }

    private String chunkType(int at) {
        if (at + 8 > bytes.length) {
            throw DataException.unexpected(
                    name, "truncated at byte " + bytes.length, "chunk IEND", "the end of the file");
        }
        return new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private int chunkLength(int at) {
        long length = u32(at);
        if (length + 12 > bytes.length - at) {
            throw DataException.unexpected(
                    name,
                    "truncated at byte " + bytes.length,
                    "chunk " + printable(chunkType(at)) + " up to byte " + (at + length + 12),
                    "the end of the file");
        }
        return (int) length;
    }

    private void checkSum(int at, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, at + 4, length + 4);
        long stored = u32(at + 8 + length);
        if (crc.getValue() != stored) {
            throw DataException.unexpected(
                    name,
                    "damaged PNG: checksum of chunk " + printable(chunkType(at)) + " at byte " + at,
                    Long.toHexString(stored),
                    Long.toHexString(crc.getValue()));
        }
    }

    private static String printable(String type) {
        return type.replaceAll("[^A-Za-z]", "?");
    }

    private long u32(int at) {
        return (bytes[at] & 0xffL) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
