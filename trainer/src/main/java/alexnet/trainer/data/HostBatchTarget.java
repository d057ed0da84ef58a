package alexnet.trainer.data;

import alexnet.model.HostBatch;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Fills the model's {@link HostBatch}. It does not own the batch. */
public final class HostBatchTarget implements BatchTarget {

    private final HostBatch batch;
    private final IntBuffer labels; // (N)
    private final IntBuffer cropX; // (N)
    private final IntBuffer cropY; // (N)
    private final IntBuffer mirror; // (N)
    private final FloatBuffer colour; // (3, N)

    /** A target that fills {@code batch}. */
    public HostBatchTarget(HostBatch batch) {
        this.batch = batch;
        labels = batch.labels();
        cropX = batch.cropX();
        cropY = batch.cropY();
        mirror = batch.mirror();
        colour = batch.colour();
    }

    /** The batch that is filled. */
    public HostBatch batch() {
        return batch;
    }

    /** Lets every picture be seen through another window, as the ten crops of an evaluation need. */
    public void view(CropView view) {
        for (int column = 0; column < capacity(); column++) {
            look(column, view);
        }
    }

    @Override
    public int capacity() {
        return batch.capacity();
    }

    @Override
    public ByteBuffer images() {
        return batch.images();
    }

    @Override
    public void column(int column, int label, CropView view, float red, float green, float blue) {
        labels.put(column, label);
        look(column, view);
        colour.put(column, red);
        colour.put(capacity() + column, green);
        colour.put(2 * capacity() + column, blue);
    }

    @Override
    public void count(int realImages) {
        batch.setCount(realImages);
    }

    private void look(int column, CropView view) {
        cropX.put(column, view.x());
        cropY.put(column, view.y());
        mirror.put(column, view.mirror() ? 1 : 0);
    }
}
