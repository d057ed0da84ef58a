package alexnet.trainer.data.image;

/**
 * From the components of a JPEG file to RGB. YCbCr: ITU-R BT.601, in libjpeg's 16-bit fixed point, so the result is
 * the one of libjpeg and Pillow to the bit. CMYK is taken as Adobe stores it, inverted, and becomes R = K (1 - C):
 * Pillow's formula and rounding; profiles play no part.
 */
public final class JpegColours {

    private static final int HALF = 1 << 15;

    private JpegColours() {}

    public static byte[] greyToRgb(byte[] grey, int pixels) {
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            rgb[3 * i] = grey[i];
            rgb[3 * i + 1] = grey[i];
            rgb[3 * i + 2] = grey[i];
        }
        return rgb;
    }

    static byte[] yccToRgbInPlace(byte[] data, int pixels) {
        for (int i = 0; i < pixels; i++) {
            int y = data[3 * i] & 0xff;
            int cb = (data[3 * i + 1] & 0xff) - 128;
            int cr = (data[3 * i + 2] & 0xff) - 128;
            data[3 * i] = (byte) red(y, cr);
            data[3 * i + 1] = (byte) green(y, cb, cr);
            data[3 * i + 2] = (byte) blue(y, cb);
        }
        return data;
    }

    /** @param ycck true where the first three components are Y, Cb, Cr of the inverse of the inks */
    static byte[] cmykToRgb(byte[] data, int pixels, boolean ycck) {
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            int c = data[4 * i] & 0xff;
            int m = data[4 * i + 1] & 0xff;
            int y = data[4 * i + 2] & 0xff;
            int k = data[4 * i + 3] & 0xff;
            if (ycck) {
                int luma = c;
                int cb = m - 128;
                int cr = y - 128;
                c = 255 - red(luma, cr);
                m = 255 - green(luma, cb, cr);
                y = 255 - blue(luma, cb);
            }
            // Stored inverted: 255 is no ink.
            rgb[3 * i] = (byte) (k - product(255 - c, k));
            rgb[3 * i + 1] = (byte) (k - product(255 - m, k));
            rgb[3 * i + 2] = (byte) (k - product(255 - y, k));
        }
        return rgb;
    }

    /** a * b / 255, rounded. */
    private static int product(int a, int b) {
        int t = a * b + 128;
        return (t >> 8) + t >> 8;
    }

    private static int red(int y, int cr) {
        return clamp(y + (91881 * cr + HALF >> 16));
    }

    private static int green(int y, int cb, int cr) {
        return clamp(y + (-22554 * cb - 46802 * cr + HALF >> 16));
    }

    private static int blue(int y, int cb) {
        return clamp(y + (116130 * cb + HALF >> 16));
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
