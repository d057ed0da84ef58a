package alexnet.model;

import alexnet.engine.HostBuffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The host side of one mini-batch, in memory that devices copy from directly.
 *
 * <p>It holds what the augmentation kernel needs, so that a crop costs no host work. One thread may fill a batch while
 * the network works on another: when {@link SplitNetwork#trainStep} or {@link SplitNetwork#evaluate} has returned, the
 * devices have read the batch that it was given and it may be filled again.
 *
 * <p>A batch may hold fewer images than it has room for; the slots after them are ignored.
 */
public final class HostBatch implements AutoCloseable {

    private final HostBuffer memory;
    private final BatchLayout layout;
    private int count;
    private float scale = 1;

    /**
     * A batch in memory that the caller provides (tests); {@link SplitNetwork#newHostBatch} is the usual way.
     *
     * @param memory at least {@link #bytes(int, int)} long; closed with this batch
     */
    public HostBatch(HostBuffer memory, int capacity, int sourceSize) {
        layout = new BatchLayout(capacity, sourceSize);
        if (memory.bytes() < layout.bytes()) {
            throw new IllegalArgumentException("host batch: the memory is too small (expected " + layout.bytes()
                    + " bytes, found " + memory.bytes() + ")");
        }
        this.memory = memory;
    }

    /** Bytes of memory for a batch of {@code capacity} images of that size. */
    public static long bytes(int capacity, int sourceSize) {
        return new BatchLayout(capacity, sourceSize).bytes();
    }

    /** N, the most images it can hold. */
    public int capacity() {
        return layout.capacity();
    }

    /** S, rows and columns of each image. */
    public int sourceSize() {
        return layout.sourceSize();
    }

    /** Images that it holds. */
    public int count() {
        return count;
    }

    /** Says how many images, from index 0 on, are filled in. */
    public void setCount(int images) {
        if (images < 0 || images > capacity()) {
            throw new IllegalArgumentException(
                    "host batch: number of images (expected 0 to " + capacity() + ", found " + images + ")");
        }
        count = images;
    }

    /** uint8 images (N,S,S,3), RGB. */
    public ByteBuffer images() {
        return section(layout.images());
    }

    /** Class of each image (N), from 0; -1 where it is not known. */
    public IntBuffer labels() {
        return section(layout.labels()).asIntBuffer();
    }

    /** First column of each image's crop (N). */
    public IntBuffer cropX() {
        return section(layout.cropX()).asIntBuffer();
    }

    /** First row of each image's crop (N). */
    public IntBuffer cropY() {
        return section(layout.cropY()).asIntBuffer();
    }

    /** 1 where the crop is mirrored left to right, else 0 (N). */
    public IntBuffer mirror() {
        return section(layout.mirror()).asIntBuffer();
    }

    /** Added to every pixel of an image, per colour (3,N): index {@code colour * capacity + image}. */
    public FloatBuffer colour() {
        return section(layout.colour()).asFloatBuffer();
    }

    /** What every value of the float images is multiplied by, 1 unless it was set. */
    public float scale() {
        return scale;
    }

    /**
     * Sets the scale of the images: the original program divides pictures with colour noise by 1.1.
     *
     * @throws IllegalArgumentException when it is not a number above 0
     */
    public void setScale(float factor) {
        if (!(factor > 0) || !Float.isFinite(factor)) {
            throw new IllegalArgumentException("host batch: scale (expected a number above 0, found " + factor + ")");
        }
        scale = factor;
    }

    /** Fills the unused slots with harmless values: no label, a crop inside the image. */
    void clearRest() {
        for (int n = count; n < capacity(); n++) {
            labels().put(n, -1);
            cropX().put(n, 0);
            cropY().put(n, 0);
            mirror().put(n, 0);
        }
    }

    HostBuffer memory() {
        return memory;
    }

    private ByteBuffer section(BatchLayout.Section section) {
        ByteBuffer view = memory.buffer();
        return view.slice(Math.toIntExact(section.offset()), Math.toIntExact(section.bytes()))
                .order(view.order());
    }

    @Override
    public void close() {
        memory.close();
    }
}
