package alexnet.trainer.data.image;

/**
 * Size and form to which pictures are resized before cropping.
 *
 * @param size side of the squares
 * @param resize how they become squares
 */
public record PictureForm(int size, ResizeForm resize) {

    /** A picture in this form. */
    public RgbImage of(RgbImage picture) {
        return Resize.toSquare(picture, size, resize);
    }
}
