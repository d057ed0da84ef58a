package alexnet.trainer.evaluate;

import alexnet.model.HostBatch;
import alexnet.trainer.data.batch.BatchTarget;
import alexnet.trainer.data.batch.CropView;
import alexnet.trainer.data.image.RgbImage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/** Lets the reading thread fill a network's host batch. */
public final class HostBatchTarget implements BatchTarget, AutoCloseable {

    private final HostBatch batch;
    private final int[] classOfLabel;
    private final IntBuffer labels;
    private final IntBuffer cropX;
    private final IntBuffer cropY;
    private final IntBuffer mirror;
    private final FloatBuffer colour;

    /**
     * A target over {@code batch}, which it closes.
     *
     * @param classOfLabel the network's class for each label of the data set
     */
    public HostBatchTarget(HostBatch batch, int[] classOfLabel) {
        this.batch = batch;
        this.classOfLabel = classOfLabel.clone();
        labels = batch.labels();
        cropX = batch.cropX();
        cropY = batch.cropY();
        mirror = batch.mirror();
        colour = batch.colour();
    }

    /** What the network takes. */
    public HostBatch batch() {
        return batch;
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
        labels.put(column, label < 0 ? -1 : classOfLabel[label]);
        view(column, view);
        colour.put(column, red);
        colour.put(capacity() + column, green);
        colour.put(2 * capacity() + column, blue);
    }

    private void view(int column, CropView view) {
        cropX.put(column, view.x());
        cropY.put(column, view.y());
        mirror.put(column, view.mirror() ? 1 : 0);
    }

    /** Fills the batch with pictures without labels; what window they are seen through is said by {@link #view}. */
    public void fill(List<RgbImage> pictures) {
        ByteBuffer bytes = images();
        for (int i = 0; i < pictures.size(); i++) {
            bytes.put(pictures.get(i).pixels());
            column(i, -1, new CropView(0, 0, false), 0, 0, 0);
        }
        scale(1);
        count(pictures.size());
    }

    /** Shows all columns through another window; the pictures stay. */
    public void view(CropView view) {
        for (int column = 0; column < capacity(); column++) {
            view(column, view);
        }
    }

    @Override
    public void scale(float factor) {
        batch.setScale(factor);
    }

    @Override
    public void count(int realImages) {
        batch.setCount(realImages);
    }

    @Override
    public void close() {
        batch.close();
    }
}
