package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.data.DrawnPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer's points from end to end on the emulator, stopped and gone on with. */
final class PresetTrainingTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void drawPictures() {
        DrawnPictures.write(folder.resolve("pictures"), 76, 2, 1, 3);
    }

    private static Captured train(String name, Object... more) {
        List<Object> command = new ArrayList<>(List.of(
                "train",
                "--data",
                folder.resolve("pictures"),
                "--cache",
                folder.resolve("cache"),
                "--input-size",
                67,
                "--width",
                0.05,
                "--epochs",
                3,
                "--devices",
                "emulator",
                "--out",
                folder.resolve(name)));
        command.addAll(List.of(more));
        return Captured.run(command.toArray());
    }

    /** Trains in one go and in two, and gives what the first printed. */
    private static Captured trainTwice(String name, int steps, int stop, Object... more) throws IOException {
        List<Object> options = new ArrayList<>(List.of(more));
        options.addAll(List.of("--max-steps", steps));
        Captured straight = train(name, options.toArray());
        assertThat(straight.exitCode()).as(straight.err()).isZero();
        options.set(options.size() - 1, stop);
        assertThat(train(name + "-halves", options.toArray()).exitCode()).isZero();
        Captured second = Captured.run("train", "--resume", folder.resolve(name + "-halves"), "--max-steps", steps);
        assertThat(second.exitCode()).as(second.err()).isZero();
        for (String file : List.of(CheckpointStore.WEIGHTS, CheckpointStore.MOMENTUM)) {
            assertThat(Files.mismatch(
                            last(name).resolve(file), last(name + "-halves").resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
        assertThat(CheckpointStore.verify(last(name + "-halves"))).isEqualTo(CheckpointStore.verify(last(name)));
        return straight;
    }

    private static Path last(String name) {
        return new CheckpointStore(folder.resolve(name)).pointed("last").orElseThrow();
    }

    @Test
    void ratesOfTensorsSurviveAResumeWithTheSameBits() throws IOException {
        Captured found = trainTwice(
                "rates",
                6,
                5,
                "--batch-size",
                10,
                "--schedule",
                "steps:1,2",
                "--rates",
                "*.bias=2x,*.bias@drop1=0.002,conv1.*@3=0",
                "--decays",
                "fc8=0.01");
        assertThat(found.out())
                .contains("rates from epoch 1 on: 0.01; rate 0.02 for *.bias; decay 0.01 for fc8.weight\n")
                .contains("rates from epoch 2 on: 0.001; rate 0.002 for *.bias; decay 0.01 for fc8.weight\n")
                .contains("rates from epoch 3 on: 0.0001; conv1.weight, conv1.bias frozen; rate 0.002 for conv2.bias");
        assertThat(Files.readString(folder.resolve("rates/train.log"))).contains("rates from epoch 2 on: 0.001; ");
    }

    @Test
    void aRuleThatMatchesNothingEndsWithAUsageErrorBeforeAnythingIsMade() {
        Captured found = train("wrong", "--rates", "conv1.wieght=0");
        assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(found.errors().get(0)).startsWith("alexnet: --rates: no tensor matches 'conv1.wieght' (expected ");
        assertThat(found.err()).contains("hint: did you mean conv1.weight?");
        assertThat(folder.resolve("wrong")).doesNotExist();
    }
}
