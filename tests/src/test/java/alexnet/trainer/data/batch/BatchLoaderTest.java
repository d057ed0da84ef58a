package alexnet.trainer.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.trainer.data.Pictures;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.data.packed.PackedIndex;
import alexnet.trainer.data.packed.SetWriter;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatchLoaderTest {

    private static final int SIZE = 12;
    private static final int IMAGE_BYTES = 3 * SIZE * SIZE;
    private static final int COUNT = 50;

    @TempDir
    Path folder;

    private final byte[][] images = new byte[COUNT][];

    @BeforeEach
    void write() throws IOException {
        try (SetWriter writer = new SetWriter(folder, SIZE, List.of("a", "b"))) {
            for (int i = 0; i < COUNT; i++) {
                images[i] = Pictures.noise(SIZE, SIZE, i).pixels();
                writer.add(images[i], i % 2, "n" + i);
            }
            writer.finish(new PackedIndex.Source("test", "f00d", "all", 0, 0, 0, ResizeForm.CROP));
        }
    }

    private static List<Columns> ring(int targets, int batchSize) {
        return Stream.generate(() -> new Columns(batchSize)).limit(targets).toList();
    }

    @Test
    void batchesArriveInOrderWithEverythingThatBelongsToThem() {
        try (PackedDataset set = PackedDataset.open(folder)) {
            BatchPlan plan = BatchPlan.training(set, 8, 10, AugmentOptions.PAPER, true, 3);
            for (int first : new int[] {0, 4, 6}) {
                try (var loader = new BatchLoader<>(set, plan, ring(3, 8), 2, first)) {
                    for (int b = first; b < 6; b++) {
                        assertBatch(loader.next(), plan.batch(2, b));
                    }
                    assertThat(loader.next()).isNull();
                    assertThat(loader.next()).isNull();
                    assertThat(loader.waitedNanos()).isPositive();
                }
            }
        }
    }

    private void assertBatch(Columns found, BatchPlan.Batch expected) {
        int n = expected.images().length;
        assertThat(found.count).isEqualTo(n);
        for (int i = 0; i < n; i++) {
            byte[] pixels = new byte[IMAGE_BYTES];
            found.pixels.get(i * IMAGE_BYTES, pixels);
            assertThat(Arrays.equals(pixels, images[expected.images()[i]])).isTrue();
            assertThat(found.labels[i]).isEqualTo(expected.images()[i] % 2);
        }
        assertThat(Arrays.copyOf(found.views, n)).isEqualTo(expected.views());
        assertThat(Arrays.copyOf(found.colour, 3 * n)).isEqualTo(expected.colour());
    }

    @Test
    void theLastBatchOfAnEvaluationIsPadded() {
        try (PackedDataset set = PackedDataset.open(folder)) {
            BatchPlan plan = BatchPlan.evaluation(set, 16, CropView.centre(SIZE, 10));
            try (var loader = new BatchLoader<>(set, plan, ring(2, 16), 0, 0)) {
                for (int b = 0; b < 3; b++) {
                    assertBatch(loader.next(), plan.batch(0, b));
                }
                Columns last = loader.next();
                assertBatch(last, plan.batch(0, 3));
                assertThat(last.count).isEqualTo(2);
                for (int i = 2; i < 16; i++) {
                    assertThat(last.labels[i]).isEqualTo(-1);
                }
                assertThat(loader.next()).isNull();
            }
        }
    }

    @Test
    void damagedDataIsReportedToTheConsumer() throws IOException {
        Path shard = folder.resolve("images-00000.npy");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[1000] ^= 1;
        Files.write(shard, bytes);
        try (PackedDataset set = PackedDataset.open(folder)) {
            BatchPlan plan = BatchPlan.training(set, 8, 10, AugmentOptions.NONE, false, 3);
            try (var loader = new BatchLoader<>(set, plan, ring(2, 8), 0, 0)) {
                assertThatThrownBy(loader::next)
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("checksum of block 0");
                assertThat(loader.next()).isNull();
            }
        }
    }

    @Test
    void closingEarlyStopsTheReaderAndFreesTheTargets() {
        try (PackedDataset set = PackedDataset.open(folder)) {
            BatchPlan plan = BatchPlan.training(set, 1, 10, AugmentOptions.PAPER, true, 3);
            List<Columns> ring = ring(2, 1);
            for (int trial = 0; trial < 30; trial++) {
                try (var loader = new BatchLoader<>(set, plan, ring, trial, 0)) {
                    for (int b = 0; b < trial % 4; b++) {
                        assertBatch(loader.next(), plan.batch(trial, b));
                    }
                }
                assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().equals("alexnet-batches"));
            }
        }
    }

    @Test
    void targetsAreCheckedBeforeAnythingIsRead() {
        try (PackedDataset set = PackedDataset.open(folder)) {
            BatchPlan plan = BatchPlan.evaluation(set, 16, CropView.centre(SIZE, 10));
            assertThatThrownBy(() -> new BatchLoader<>(set, plan, ring(1, 16), 0, 0))
                    .hasMessageContaining("at least two different targets");
            assertThatThrownBy(() -> new BatchLoader<>(set, plan, ring(2, 15), 0, 0))
                    .hasMessageContaining("target too small (expected 16 columns");
            assertThatThrownBy(() -> new BatchLoader<>(set, plan, ring(2, 16), 0, 5))
                    .hasMessageContaining("first batch: expected 0 to 4, found 5");
        }
    }

    /** Keeps what it is given. */
    private static final class Columns implements BatchTarget {

        private final ByteBuffer pixels;
        private final int[] labels;
        private final CropView[] views;
        private final float[] colour; // (N, 3)
        private int count = -1;

        Columns(int capacity) {
            pixels = ByteBuffer.allocateDirect(capacity * IMAGE_BYTES);
            labels = new int[capacity];
            views = new CropView[capacity];
            colour = new float[3 * capacity];
        }

        @Override
        public int capacity() {
            return labels.length;
        }

        @Override
        public ByteBuffer images() {
            return pixels.duplicate();
        }

        @Override
        public void scale(float factor) {
            assertThat(factor).isEqualTo(1);
        }

        @Override
        public void column(int column, int label, CropView view, float red, float green, float blue) {
            labels[column] = label;
            views[column] = view;
            colour[3 * column] = red;
            colour[3 * column + 1] = green;
            colour[3 * column + 2] = blue;
        }

        @Override
        public void count(int realImages) {
            count = realImages;
        }
    }
}
