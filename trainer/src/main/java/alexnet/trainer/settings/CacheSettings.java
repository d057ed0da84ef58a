package alexnet.trainer.settings;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where sets lie that are packed on the way. */
public final class CacheSettings {

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = "cache",
            description = "folder for what is packed on the way (default: ${DEFAULT-VALUE})")
    private Path folder;

    /** Folder for what is packed on the way. */
    public Path folder() {
        return folder;
    }
}
