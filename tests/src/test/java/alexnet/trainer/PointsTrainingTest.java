package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.data.source.DrawnPictures;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points of the network that were given as options stay with the run and its weights. */
final class PointsTrainingTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void drawPictures() {
        DrawnPictures.write(folder.resolve("pictures"), 76, 2, 1, 3);
    }

    private static Captured train(String name, int steps) {
        List<Object> command = new ArrayList<>(List.of("train", "--data", folder.resolve("pictures")));
        command.addAll(List.of("--cache", folder.resolve("cache"), "--out", folder.resolve(name)));
        command.addAll(List.of("--input-size", 67, "--width", 0.05, "--devices", "emulator"));
        command.addAll(List.of("--batch-size", 10, "--max-steps", steps));
        command.addAll(List.of("--fc8", "both", "--lrn-k", 1, "--lrn-border", "cross", "--pool-ties", "all"));
        command.addAll(List.of("--layer1-order", "conv,lrn,pool,relu", "--initial-bias", 0.2));
        return Captured.run(command.toArray());
    }

    @Test
    void pointsSurviveResumeAndEvaluation() throws IOException {
        Captured straight = train("straight", 3);
        assertThat(straight.exitCode()).as(straight.err()).isZero();
        assertThat(train("halves", 2).exitCode()).isZero();
        Path halves = folder.resolve("halves");
        assertThat(Files.readString(halves.resolve(RunFiles.CONFIG)))
                .contains("lrn-k: ")
                .contains("fc8: ")
                .contains("layer1-order: ")
                .contains("initial-bias: ");
        Captured other = Captured.run("train", "--resume", halves, "--max-steps", 3, "--lrn-k", 2);
        assertThat(other.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(other.err()).contains("lrn-k 1 before and 2 now");
        Captured resumed = Captured.run("train", "--resume", halves, "--max-steps", 3);
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(Files.mismatch(weights("straight"), weights("halves"))).isEqualTo(-1);

        try (SafetensorsFile file = Safetensors.open(weights("halves"))) {
            assertThat(file.metadata())
                    .containsEntry("fc8", "both")
                    .containsEntry("lrn-border", "cross")
                    .doesNotContainKey("preset");
        }
        Object[] evaluate = {
            "evaluate",
            "--weights",
            weights("halves"),
            "--data",
            folder.resolve("pictures/val"),
            "--cache",
            folder.resolve("cache"),
            "--devices",
            "emulator"
        };
        Captured evaluated = Captured.run(evaluate);
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        List<Object> changed = new ArrayList<>(List.of(evaluate));
        changed.addAll(List.of("--fc8", "gpu0"));
        Captured refused = Captured.run(changed.toArray());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(refused.err()).contains("fc8.");
    }

    private static Path weights(String name) {
        return new CheckpointStore(folder.resolve(name))
                .pointed("last")
                .orElseThrow()
                .resolve(CheckpointStore.WEIGHTS);
    }
}
