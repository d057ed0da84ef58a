package alexnet.trainer.command;

import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.data.packed.PackOptions;
import alexnet.trainer.data.packed.PackProgress;
import alexnet.trainer.data.packed.PackReport;
import alexnet.trainer.data.packed.Packer;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.settings.OptionWord;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pack}: pictures into a packed data set. */
@Command(
        name = "pack",
        description = "make a packed data set from pictures in class folders, a tar, MNIST or CIFAR-10 files")
public final class PackCommand extends AlexnetCommand {

    @Option(names = "--source", paramLabel = "PATH", required = true, description = "class folders, or a data file")
    private Path source;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder to make")
    private Path out;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "256",
            description = "side of the packed pictures (default: ${DEFAULT-VALUE})")
    private int size;

    @Option(
            names = "--resize",
            paramLabel = "FORM",
            defaultValue = "crop",
            description = "crop: the shorter side becomes the size and the centre is cut out; warp: both sides become"
                    + " the size, as in Caffe (default: ${DEFAULT-VALUE})")
    private String resize;

    @Option(names = "--workers", paramLabel = "N", description = "decoding threads (default: one per processor)")
    private Integer workers;

    @Option(
            names = "--skip-bad",
            paramLabel = "N",
            defaultValue = "0",
            description = "bad files that are left out before packing fails (default: ${DEFAULT-VALUE})")
    private int skipBad;

    @Option(
            names = "--val-fraction",
            paramLabel = "F",
            defaultValue = "0",
            description = "share of each class that goes to DIR/val, the rest to DIR/train (default: none)")
    private double valFraction;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of the split (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--no-progress", description = "no progress lines")
    private boolean noProgress;

    @Option(names = "--json", paramLabel = "FILE", description = "write the report to FILE too")
    private Path json;

    /** @param console where it prints */
    public PackCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        int threads = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
        ResizeForm form = OptionWord.constant("--resize", ResizeForm.class, resize);
        PackOptions options = UsageException.checked(
                "--source", () -> new PackOptions(source, out, size, threads, skipBad, valFraction, seed, form));
        PackProgress progress = noProgress ? PackProgress.SILENT : this::progress;
        PackReport report = UsageException.checked("--out", () -> Packer.pack(options, progress));
        report.warnings().forEach(console()::warn);
        report.skipped().forEach(bad -> console().warn("left out " + bad.file() + ": " + bad.reason()));
        for (PackReport.PackedSet set : report.sets()) {
            console()
                    .line((report.upToDate() ? "up to date: " : "packed: ") + set.images() + " pictures of "
                            + set.classes() + " classes, " + size + "x" + size + ", in " + set.folder());
        }
        writeJson(json, report);
        return ExitCode.DONE;
    }

    private void progress(int done, int total, int bad) {
        int every = Math.max(1, total / 10);
        if (done % every == 0 || done == total) {
            console().line("packing " + done + "/" + total + (bad == 0 ? "" : ", " + bad + " bad"));
        }
    }
}
