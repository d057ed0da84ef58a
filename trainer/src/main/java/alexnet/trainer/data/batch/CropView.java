package alexnet.trainer.data.batch;

import java.util.List;

/**
 * A window of a picture.
 *
 * @param x first column
 * @param y first row
 * @param mirror left and right swapped after cropping
 */
public record CropView(int x, int y, boolean mirror) {

    /** The window in the middle of a picture of {@code size} x {@code size}, rounded towards the top left. */
    public static CropView centre(int size, int crop) {
        check(size, crop);
        return new CropView((size - crop) / 2, (size - crop) / 2, false);
    }

    /**
     * The ten windows of the paper's section 4.1: top left, top right, centre, bottom left, bottom right, then the
     * same mirrored (the order of the original program).
     */
    public static List<CropView> tenCrops(int size, int crop) {
        check(size, crop);
        int far = size - crop;
        int middle = far / 2;
        return List.of(
                new CropView(0, 0, false),
                new CropView(far, 0, false),
                new CropView(middle, middle, false),
                new CropView(0, far, false),
                new CropView(far, far, false),
                new CropView(0, 0, true),
                new CropView(far, 0, true),
                new CropView(middle, middle, true),
                new CropView(0, far, true),
                new CropView(far, far, true));
    }

    private static void check(int size, int crop) {
        if (crop < 1 || crop > size) {
            throw new IllegalArgumentException(
                    "crop: must fit into the pictures (expected 1 to " + size + ", found " + crop + ")");
        }
    }
}
