package alexnet.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.metrics.RunningSums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are cut, flipped, half-written or crowded out. */
final class CheckpointStoreTest {

    @TempDir
    private Path run;

    private CheckpointStore store;

    @BeforeEach
    void prepare() {
        store = new CheckpointStore(run);
        store.prepare();
    }

    private static TrainState state(long step) {
        return new TrainState(
                TrainState.FORMAT,
                2,
                3,
                step,
                new RunningSums(0.1 + 0.2, 1.5, 7, 40),
                0.01,
                Map.of("schedule", "plateau"),
                Map.of("rate", 1.0 / 3, "wait", 1.0),
                Map.of(),
                new TrainState.Best(1, 4, 33.3, 1.25),
                Map.of("seed", "1", "width", "0.25"),
                TrainState.hash(Map.of("seed", "1", "width", "0.25")),
                "fingerprint");
    }

    private Path write(long step) {
        return store.write(
                state(step),
                file -> Files.writeString(file, "weights of step " + step),
                file -> Files.writeString(file, "momentum of step " + step));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Path checkpoint = write(12);
        assertThat(checkpoint).isEqualTo(run.resolve("checkpoints/step-00000012"));
        assertThat(CheckpointStore.verify(checkpoint)).isEqualTo(state(12));
        assertThat(store.pointed("last"))
                .hasValueSatisfying(path -> assertThat(path).hasFileName("step-00000012"));
    }

    @Test
    void everyCutOfEveryFileIsRejected() throws IOException {
        Path checkpoint = write(12);
        for (String name : List.of(CheckpointStore.STATE, CheckpointStore.WEIGHTS, CheckpointStore.MOMENTUM)) {
            Path file = checkpoint.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertRejected(checkpoint, name + " cut to " + length);
            }
            Files.write(file, whole);
        }
        assertThat(CheckpointStore.verify(checkpoint)).isEqualTo(state(12));
    }

    @Test
    void everyFlippedBitIsRejected() throws IOException {
        Path checkpoint = write(12);
        Random random = new Random(7);
        List<String> names = List.of(CheckpointStore.STATE, CheckpointStore.WEIGHTS, CheckpointStore.MOMENTUM);
        for (int i = 0; i < 1000; i++) {
            Path file = checkpoint.resolve(names.get(i % names.size()));
            byte[] whole = Files.readAllBytes(file);
            byte[] flipped = whole.clone();
            int bit = random.nextInt(whole.length * 8);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertRejected(checkpoint, file.getFileName() + " bit " + bit);
            Files.write(file, whole);
        }
    }

    private static void assertRejected(Path checkpoint, String what) {
        assertThatThrownBy(() -> CheckpointStore.verify(checkpoint))
                .as(what)
                .isInstanceOfSatisfying(
                        CheckpointException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CHECKPOINT));
    }

    @Test
    void damagedNewestGivesWayToTheOneBefore() throws IOException {
        write(5);
        Path newest = write(10);
        Files.write(newest.resolve(CheckpointStore.WEIGHTS), new byte[0]);
        List<String> told = new ArrayList<>();
        CheckpointStore.Verified found = store.newestWhole(bad -> told.add(bad.getMessage()));
        assertThat(found.state().step()).isEqualTo(5);
        assertThat(told).singleElement().asString().contains("step-00000010").contains("damaged or cut off");
        assertThat(newest).as("the damaged one is kept").isDirectory();
    }

    @Test
    void stalePointerDoesNotHideTheNewest() throws IOException {
        write(5);
        Files.delete(run.resolve("last"));
        Files.createSymbolicLink(run.resolve("last"), Path.of("checkpoints/step-00000099"));
        assertThat(store.pointed("last")).isEmpty();
        assertThat(store.newestWhole(bad -> {}).state().step()).isEqualTo(5);
    }

    @Test
    void failedWriteLeavesTheOldOneAndNoTemporaries() throws IOException {
        Path old = write(5);
        byte[] before = Files.readAllBytes(old.resolve(CheckpointStore.STATE));
        assertThatThrownBy(() -> store.write(state(10), file -> Files.writeString(file, "half"), file -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("step-00000010")
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("bytes free");
        assertThat(Files.readAllBytes(old.resolve(CheckpointStore.STATE))).isEqualTo(before);
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            assertThat(files).containsExactly(old);
        }
        assertThat(store.newestWhole(bad -> {}).state().step()).isEqualTo(5);
    }

    @Test
    void writingAStepAgainReplacesIt() {
        write(5);
        Path again = store.write(
                state(5), file -> Files.writeString(file, "other"), file -> Files.writeString(file, "values"));
        assertThat(again.resolve(CheckpointStore.WEIGHTS)).hasContent("other");
        assertThat(store.newestFirst()).hasSize(1);
    }

    @Test
    void pruningKeepsTheNewestAndTheBest() {
        Path best = write(1);
        store.point("best", best);
        for (long step = 2; step <= 6; step++) {
            Path written = write(step);
            store.prune(2, written);
        }
        assertThat(store.newestFirst().stream().map(path -> path.getFileName().toString()))
                .containsExactly("step-00000006", "step-00000005", "step-00000001");
    }

    @Test
    void pruningToOneNeverTakesTheVerifiedOne() {
        Path verified = write(5);
        write(9);
        store.prune(1, verified);
        assertThat(store.newestFirst()).hasSize(2).contains(verified);
    }

    @Test
    void leftoversOfAKilledProcessGo() throws IOException {
        Path stale = Files.createDirectory(run.resolve("checkpoints/.tmp-step-00000077"));
        Files.writeString(stale.resolve("weights.safetensors"), "half");
        store.prepare();
        assertThat(stale).doesNotExist();
    }

    @Test
    void secondTrainerIsToldWhoHoldsTheRun() {
        try (RunLock held = RunLock.take(run)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(
                            "locked by pid " + ProcessHandle.current().pid());
        }
        try (RunLock again = RunLock.take(run)) {
            assertThat(again).as("a lock that was let go blocks nobody").isNotNull();
        }
    }
}
