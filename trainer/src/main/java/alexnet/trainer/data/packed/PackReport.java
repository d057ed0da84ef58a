package alexnet.trainer.data.packed;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of packing.
 *
 * @param sets the packed sets: the folder itself, or its {@code train} and {@code val}
 * @param upToDate true where the folder already held this very set and nothing was written
 * @param skipped the bad files that were left out
 * @param warnings other things worth a line, such as files that are no pictures
 */
public record PackReport(List<PackedSet> sets, boolean upToDate, List<Skipped> skipped, List<String> warnings) {

    /** One packed set: its folder, pictures and classes. */
    public record PackedSet(Path folder, int images, int classes) {}

    /** A bad file and what was wrong with it. */
    public record Skipped(String file, String reason) {}
}
