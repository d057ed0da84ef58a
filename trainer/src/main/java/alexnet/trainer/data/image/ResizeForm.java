package alexnet.trainer.data.image;

import alexnet.model.text.Words;

/** How a picture of any shape becomes a square. */
public enum ResizeForm {
    /** The shorter side is scaled to the square's, and the centre is cut out: the paper. */
    CROP,
    /** Both sides are scaled to the square's, whatever the shape: Caffe. */
    WARP;

    /** As options and files name it. */
    @Override
    public String toString() {
        return Words.of(this);
    }
}
