package alexnet.trainer.data.image;

import alexnet.trainer.failure.DataException;
import java.io.ByteArrayOutputStream;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * The segments of a JPEG file, from SOI to EOI: what its header says, and the same picture without application
 * segments, comments and the bytes between segments. Those carry nothing that is needed here but much that decoders
 * stumble over: colour profiles, EXIF, thumbnails. Whether the file is complete is judged here as well, because the
 * JDK's decoder fills missing data with grey.
 */
final class JpegStructure {

    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int DHT = 0xc4;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int APP0 = 0xe0;
    private static final int APP14 = 0xee;
    private static final int COMMENT = 0xfe;

    private final String name;
    private final byte[] bytes;
    private final long pixelLimit;
    private final ByteArrayOutputStream stripped;

    private int process = -1;
    private int width;
    private int height;
    private int[] componentIds = {};
    private int scans;
    private boolean tables; // some Huffman tables have been seen
    private boolean jfif;
    private int adobeTransform = -1;

    /**
     * Walks the segments.
     *
     * @throws DataException for a file that is cut, has no picture, is of an unsupported kind or too large
     */
    JpegStructure(String name, byte[] bytes, long pixelLimit) {
        this.name = name;
        this.bytes = bytes;
        this.pixelLimit = pixelLimit;
        this.stripped = new ByteArrayOutputStream(bytes.length);
        walk();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Number of components: 1, 3 or 4. */
    int components() {
        return componentIds.length;
    }

    /** True for arithmetic instead of Huffman coding. */
    boolean isArithmetic() {
        return process >= 9;
    }

    /** The picture alone, a complete JPEG file. */
    byte[] stripped() {
        return stripped.toByteArray();
    }

    /** True where three components are already red, green and blue; libjpeg's rules. */
    boolean isRgb() {
        if (componentIds.length != 3 || jfif) {
            return false;
        }
        if (adobeTransform >= 0) {
            return adobeTransform == 0;
        }
        return componentIds[0] == 'R' && componentIds[1] == 'G' && componentIds[2] == 'B';
    }

    /** True where four components are Y, Cb, Cr and K, not C, M, Y and K; libjpeg's rules. */
    boolean isYcck() {
        return componentIds.length == 4 && adobeTransform > 0;
    }

    private void walk() {
        emitMarker(SOI);
        int at = 2;
        while (true) {
            int marker = nextMarker(at);
            at = afterMarker(at);
            if (marker == EOI) {
                emitMarker(EOI);
                break;
            }
            if (marker == 0x01 || marker >= 0xd0 && marker <= SOI) {
                continue;
            }
            int length = segmentLength(marker, at);
            look(marker, at + 2, length - 2);
            if (marker == SOS && !tables && (process == 0 || process == 1)) {
                emitStandardTables();
            }
            if (!(marker >= APP0 && marker <= 0xef || marker == COMMENT)) {
                emitMarker(marker);
                stripped.write(bytes, at, length);
            }
            at += length;
            if (marker == SOS) {
                at = scan(at);
            }
        }
        if (process < 0) {
            throw new DataException(name, "JPEG without a picture header (expected a SOF segment, found none)");
        }
        if (scans == 0) {
            throw new DataException(name, "JPEG without picture data (expected a SOS segment, found none)");
        }
    }

    /** The marker at or after {@code from}; bytes in between belong to nothing. */
    private int nextMarker(int from) {
        return bytes[afterMarker(from) - 1] & 0xff;
    }

    private int afterMarker(int from) {
        for (int at = from; at + 1 < bytes.length; at++) {
            if (bytes[at] == (byte) 0xff && bytes[at + 1] != (byte) 0xff && bytes[at + 1] != 0) {
                return at + 2;
            }
        }
        throw truncated("an end-of-image marker");
    }

    private int segmentLength(int marker, int at) {
        if (at + 2 > bytes.length) {
            throw truncated("the length of segment ff" + Integer.toHexString(marker));
        }
        int length = u16(at);
        if (length < 2) {
            throw DataException.unexpected(
                    name,
                    "damaged JPEG segment ff" + Integer.toHexString(marker) + " at byte " + (at - 2),
                    "a length of at least 2",
                    length);
        }
        if (at + length > bytes.length) {
            throw truncated("segment ff" + Integer.toHexString(marker) + " up to byte " + (at + length));
        }
        return length;
    }

    private void look(int marker, int at, int length) {
        if (marker == APP0 && length >= 5 && is(at, "JFIF")) {
            jfif = true;
        } else if (marker == APP14 && length >= 12 && is(at, "Adobe")) {
            adobeTransform = bytes[at + 11] & 0xff;
        } else if (marker >= 0xc0 && marker <= 0xcf && marker != DHT && marker != JPG && marker != DAC) {
            frame(marker, at, length);
        } else if (marker == SOS) {
            scans++;
        } else if (marker == DHT) {
            tables = true;
        }
    }

    /** Frames of Motion JPEG leave out the Huffman tables of the standard (ITU-T T.81, K.3); not every decoder knows them. */
    private void emitStandardTables() {
        tables = true;
        emitTable(0x00, JPEGHuffmanTable.StdDCLuminance);
        emitTable(0x01, JPEGHuffmanTable.StdDCChrominance);
        emitTable(0x10, JPEGHuffmanTable.StdACLuminance);
        emitTable(0x11, JPEGHuffmanTable.StdACChrominance);
    }

    /** @param place 0x00 for DC or 0x10 for AC, plus the table's number */
    private void emitTable(int place, JPEGHuffmanTable table) {
        short[] lengths = table.getLengths(); // codes of 1 bit, of 2 bits, and so on
        short[] values = table.getValues();
        int length = 2 + 1 + 16 + values.length;
        emitMarker(DHT);
        stripped.write(length >> 8);
        stripped.write(length);
        stripped.write(place);
        for (int i = 0; i < 16; i++) {
            stripped.write(i < lengths.length ? lengths[i] : 0);
        }
        for (short value : values) {
            stripped.write(value);
        }
    }

    private void frame(int marker, int at, int length) {
        if (process >= 0) {
            throw DataException.unexpected(name, "damaged JPEG", "one picture header", "a second at byte " + at);
        }
        process = marker - 0xc0;
        if (length < 6) {
            throw DataException.unexpected(name, "damaged JPEG header", "at least 6 bytes", length);
        }
        if (process != 0 && process != 1 && process != 2 && process != 9 && process != 10) {
            throw DataException.unexpected(
                    name, "unsupported JPEG process", "baseline, extended or progressive", "SOF" + process);
        }
        int precision = bytes[at] & 0xff;
        if (precision != 8) {
            throw DataException.unexpected(name, "unsupported JPEG precision", "8 bits", precision + " bits");
        }
        height = u16(at + 1);
        width = u16(at + 3);
        ImageDecoder.checkPixels(name, width, height, pixelLimit);
        int components = bytes[at + 5] & 0xff;
        if (components != 1 && components != 3 && components != 4 || length < 6 + 3 * components) {
            throw DataException.unexpected(name, "unsupported JPEG components", "1, 3 or 4", components);
        }
        componentIds = new int[components];
        for (int i = 0; i < components; i++) {
            componentIds[i] = bytes[at + 6 + 3 * i] & 0xff;
        }
    }

    /** Copies coded data from {@code from} to the next marker, and gives that one's place. */
    private int scan(int from) {
        // A decoder passes over the whole picture once per scan: a small file of many scans could hold it for hours.
        if (process < 0 || (long) scans * width * height > 16 * pixelLimit) {
            throw new DataException(name, "damaged JPEG: scan " + scans + " of a picture of " + width + "x" + height);
        }
        int at = from;
        while (true) {
            if (at + 1 >= bytes.length) {
                throw truncated("an end-of-image marker");
            }
            if (bytes[at] == (byte) 0xff) {
                int next = bytes[at + 1] & 0xff;
                if (next != 0 && next != 0xff && !(next >= 0xd0 && next <= 0xd7)) {
                    break;
                }
            }
            at++;
        }
        stripped.write(bytes, from, at - from);
        return at;
    }

    private DataException truncated(String expected) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        int zeros = bytes.length - end;
        // One or two zero bytes may be picture data; a long run is a write that never reached the disk.
        return zeros > 16
                ? DataException.unexpected(name, "truncated at byte " + end, expected, zeros + " zero bytes")
                : DataException.unexpected(name, "truncated at byte " + bytes.length, expected, "the end of the file");
    }

    private void emitMarker(int marker) {
        stripped.write(0xff);
        stripped.write(marker);
    }

    private boolean is(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int u16(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
