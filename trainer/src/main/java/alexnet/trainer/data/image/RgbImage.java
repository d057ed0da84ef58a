package alexnet.trainer.data.image;

/**
 * A decoded picture.
 *
 * @param width W
 * @param height H
 * @param pixels uint8 (H, W, 3), red first, rows from the top
 */
public record RgbImage(int width, int height, byte[] pixels) {

    public RgbImage {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("image: sides must be at least 1 (found " + width + "x" + height + ")");
        }
        if (pixels.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "image: expected " + 3L * width * height + " bytes, found " + pixels.length);
        }
    }

    /** The value of a channel (0 red, 1 green, 2 blue), 0 to 255. */
    public int at(int x, int y, int channel) {
        return pixels[(y * width + x) * 3 + channel] & 0xff;
    }
}
