package alexnet.model;

/**
 * Where the parts of a mini-batch lie in one piece of memory, on the host and on each device, so that a batch is one
 * copy. Each part starts at a multiple of 256 bytes.
 *
 * @param capacity N, images
 * @param sourceSize S, rows and columns of an image
 */
record BatchLayout(int capacity, int sourceSize) {

    private static final long ALIGNMENT = 256;

    /** A part: its first byte and its length. */
    record Section(long offset, long bytes) {
        private Section next(long length) {
            return new Section((offset + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT, length);
        }
    }

    BatchLayout {
        if (capacity < 1 || sourceSize < 1) {
            throw new IllegalArgumentException("batch: expected at least one image of one pixel, found " + capacity
                    + " images of " + sourceSize + "x" + sourceSize);
        }
        Math.toIntExact(3L * capacity * sourceSize * sourceSize);
    }

    /** uint8 (N,S,S,3). */
    Section images() {
        return new Section(0, 3L * capacity * sourceSize * sourceSize);
    }

    /** int32 (N). */
    Section labels() {
        return images().next(4L * capacity);
    }

    /** int32 (N). */
    Section cropX() {
        return labels().next(4L * capacity);
    }

    /** int32 (N). */
    Section cropY() {
        return cropX().next(4L * capacity);
    }

    /** int32 (N). */
    Section mirror() {
        return cropY().next(4L * capacity);
    }

    /** float32 (3,N). */
    Section colour() {
        return mirror().next(12L * capacity);
    }

    /** float32 (S,S,3): the mean image, after the batch, on devices only. */
    Section mean() {
        return colour().next(12L * sourceSize * sourceSize);
    }

    /** Length of the batch. */
    long bytes() {
        return colour().offset() + colour().bytes();
    }
}
