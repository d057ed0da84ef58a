package alexnet.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import alexnet.trainer.failure.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics files: rows, cutting on resume, a full disk. */
final class MetricsLogTest {

    @TempDir
    private Path run;

    private static MetricsRow row(int epoch) {
        return new MetricsRow(
                epoch,
                10L * epoch,
                0.01,
                new Score(2.0 / 3 / epoch, 100.0 / 3, 50),
                epoch == 2 ? null : new Score(1.0 / 7, 12.5, Double.NaN),
                1234.5,
                1.5);
    }

    @Test
    void rowsAreThereAtOnceInBothFiles() throws IOException {
        try (MetricsLog log = new MetricsLog(run, 0)) {
            log.append(row(1));
            log.append(row(2));
            assertThat(Files.readAllLines(run.resolve("metrics.csv")))
                    .containsExactly(
                            "epoch,step,lr,train_loss,train_top1,train_top5,val_loss,val_top1,val_top5,"
                                    + "images_per_second,seconds",
                            "1,10,0.01,0.6666666666666666,33.333333333333336,50.0,0.14285714285714285,12.5,,1234.5,1.5",
                            "2,20,0.01,0.3333333333333333,33.333333333333336,50.0,,,,1234.5,1.5");
            assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2);
        }
    }

    @Test
    void resumeCutsWhatLiesPastItsStepAndKeepsTheRestToTheBit() throws IOException {
        try (MetricsLog log = new MetricsLog(run, 0)) {
            for (int epoch = 1; epoch <= 4; epoch++) {
                log.append(row(epoch));
            }
        }
        List<String> csv = Files.readAllLines(run.resolve("metrics.csv"));
        List<String> json = Files.readAllLines(run.resolve("metrics.jsonl"));
        // A kill in the middle of a row leaves a piece of one.
        Files.writeString(run.resolve("metrics.jsonl"), String.join("\n", json) + "\n{\"epoch\":5,\"st");
        try (MetricsLog log = new MetricsLog(run, 25)) {
            assertThat(log.rows()).hasSize(2);
        }
        assertThat(Files.readAllLines(run.resolve("metrics.csv"))).isEqualTo(csv.subList(0, 3));
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).isEqualTo(json.subList(0, 2));
    }

    @Test
    void aFullDiskIsReported() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(Files.exists(full)).as("/dev/full, which Linux has").isTrue();
        Files.createSymbolicLink(run.resolve("metrics.csv"), full);
        try (MetricsLog log = new MetricsLog(run, 0)) {
            assertThatThrownBy(() -> log.append(row(1)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("metrics.csv");
        }
    }
}
