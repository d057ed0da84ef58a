package alexnet.model.interchange;

import alexnet.model.WeightsException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of NumPy's array format: magic, version, length of the text, a Python dictionary.
 *
 * @param length bytes of all of it
 * @param isFortranOrder whether the first axis is the innermost in the file
 */
public record NpyHeader(int length, int[] shape, boolean isFortranOrder) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String FLOAT32 = "<f4";

    /** NumPy pads so that values start at a multiple of this. */
    private static final int ALIGNMENT = 64;

    /** Longer ones do not occur: the text holds one shape. */
    private static final int LONGEST = 1 << 16;

    private static final Pattern TEXT = Pattern.compile("\\{'descr': '([^']*)', 'fortran_order': (True|False), "
            + "'shape': \\(((?:[0-9]+, )*[0-9]*,?)\\), \\}\\s*");

    /**
     * Reads a header.
     *
     * @param what file and array, for errors
     * @throws WeightsException when it is none, or not that of float32 values
     */
    static NpyHeader read(String what, InputStream in) throws IOException {
        byte[] start = read(what, in, MAGIC.length + 2);
        if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new WeightsException(what + ": is no NumPy array (expected it to start with \\x93NUMPY, found bytes "
                    + Arrays.toString(Arrays.copyOf(start, MAGIC.length)) + ")");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new WeightsException(
                    what + ": unknown version of NumPy's format (expected 1 to 3, found " + version + ")");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        ByteBuffer field = ByteBuffer.wrap(read(what, in, lengthBytes)).order(ByteOrder.LITTLE_ENDIAN);
        long textLength =
                version == 1 ? Short.toUnsignedLong(field.getShort()) : Integer.toUnsignedLong(field.getInt());
        if (textLength > LONGEST) {
            throw new WeightsException(what + ": the header is too long (expected at most " + LONGEST + " bytes, found "
                    + textLength + ")");
        }
        String text = new String(read(what, in, (int) textLength), StandardCharsets.ISO_8859_1);
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new WeightsException(what + ": the header is damaged (expected \"{'descr': '<f4', 'fortran_order': "
                    + "False, 'shape': (...), }\", found \"" + printable(text) + "\")");
        }
        if (!matcher.group(1).equals(FLOAT32)) {
            throw new WeightsException(
                    what + ": values of another type (expected '" + FLOAT32 + "', little-endian float32, found '"
                            + printable(matcher.group(1)) + "')",
                    "convert the array with .astype('<f4') before numpy.savez");
        }
        return new NpyHeader(
                start.length + lengthBytes + (int) textLength,
                shape(what, matcher.group(3)),
                matcher.group(2).equals("True"));
    }

    private static byte[] read(String what, InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(
                    what + ": ends inside the header (expected " + length + " bytes, found " + bytes.length + ")");
        }
        return bytes;
    }

    private static int[] shape(String what, String text) {
        String[] extents = text.isEmpty() ? new String[0] : text.split(", ?");
        int[] shape = new int[extents.length];
        long elements = 1;
        for (int i = 0; i < extents.length; i++) {
            // Ten digits do not fit an int, but a long, and no array of ours is that long.
            long extent = extents[i].length() > 10 ? Long.MAX_VALUE : Long.parseLong(extents[i]);
            elements = extent > Integer.MAX_VALUE ? Long.MAX_VALUE : elements * extent;
            if (elements > Integer.MAX_VALUE) {
                throw new WeightsException(what + ": too many values (expected at most " + Integer.MAX_VALUE
                        + ", found shape (" + text + "))");
            }
            shape[i] = (int) extent;
        }
        return shape;
    }

    private static String printable(String text) {
        return text.strip().replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** A header of version 1 for float32 values in C order, as NumPy writes it. */
    public static byte[] of(int[] shape) {
        return of(FLOAT32, ALIGNMENT, shape);
    }

    /**
     * A header of version 1 for values in C order.
     *
     * @param descriptor the type of the values as NumPy spells it, such as {@code <f4}
     * @param least bytes that the header has at least, a multiple of 64
     */
    public static byte[] of(String descriptor, int least, int[] shape) {
        StringJoiner extents = new StringJoiner(", ", "(", shape.length == 1 ? ",)" : ")");
        for (int extent : shape) {
            extents.add(Integer.toString(extent));
        }
        byte[] text = ("{'descr': '" + descriptor + "', 'fortran_order': False, 'shape': " + extents + ", }")
                .getBytes(StandardCharsets.ISO_8859_1);
        int before = MAGIC.length + 2 + Short.BYTES;
        int length = Math.max(least, (before + text.length + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        byte[] header = new byte[length];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (length - before))
                .put(text);
        header[length - 1] = '\n';
        return header;
    }
}
