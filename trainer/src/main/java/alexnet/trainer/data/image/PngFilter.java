package alexnet.trainer.data.image;

import alexnet.trainer.failure.DataException;

/** The row filters of PNG (ISO/IEC 15948, section 9). */
final class PngFilter {

    private PngFilter() {}

    /**
     * Undoes the filter of a row, in place.
     *
     * @param row the filter's number, then the bytes of the row
     * @param above the row above, undone, of the same length; zeros for the first
     * @param pixelBytes distance to the byte of the pixel on the left
     */
    static void undo(String name, byte[] row, byte[] above, int pixelBytes) {
        switch (row[0]) {
            case 0 -> {}
            case 1 -> sub(row, pixelBytes);
            case 2 -> up(row, above);
            case 3 -> average(row, above, pixelBytes);
            case 4 -> paeth(row, above, pixelBytes);
            default -> throw DataException.unexpected(name, "damaged PNG row filter", "0 to 4", row[0] & 0xff);
        }
    }

    private static void sub(byte[] row, int pixelBytes) {
        for (int i = 1 + pixelBytes; i < row.length; i++) {
            row[i] += row[i - pixelBytes];
        }
    }

    private static void up(byte[] row, byte[] above) {
        for (int i = 1; i < row.length; i++) {
            row[i] += above[i];
        }
    }

    private static void average(byte[] row, byte[] above, int pixelBytes) {
        for (int i = 1; i < row.length; i++) {
            int left = i > pixelBytes ? row[i - pixelBytes] & 0xff : 0;
            row[i] += (byte) (left + (above[i] & 0xff) >> 1);
        }
    }

    private static void paeth(byte[] row, byte[] above, int pixelBytes) {
        for (int i = 1; i < row.length; i++) {
            int left = i > pixelBytes ? row[i - pixelBytes] & 0xff : 0;
            int up = above[i] & 0xff;
            int corner = i > pixelBytes ? above[i - pixelBytes] & 0xff : 0;
            int toLeft = Math.abs(up - corner);
            int toUp = Math.abs(left - corner);
            int toCorner = Math.abs(left + up - 2 * corner);
            row[i] += (byte) (toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
        }
    }
}
