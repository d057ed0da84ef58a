package alexnet.trainer.data.batch;

import java.nio.ByteBuffer;

/** Where a {@link BatchLoader} puts a mini-batch of N columns: the host side of what is uploaded to the devices. */
public interface BatchTarget {

    /** N, the number of columns. */
    int capacity();

    /** uint8 (N, S, S, 3), position 0, limit at its end; each call gives a view of its own. */
    ByteBuffer images();

    /**
     * Sets what belongs to one column.
     *
     * @param label the class, or -1 for a column that only pads
     * @param red what is added to each red value (units of 0 to 255); the same for green and blue
     */
    void column(int column, int label, CropView view, float red, float green, float blue);

    /** Sets what all values are multiplied by, mean subtracted. */
    void scale(float factor);

    /** Says how many columns, from 0 on, hold real pictures. */
    void count(int realImages);
}
