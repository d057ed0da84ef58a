package alexnet.trainer.data.packed;

import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Deletes a folder that was not finished: when closed, or when the process is asked to end before that. */
final class Cleanup implements AutoCloseable {

    private final Path folder;
    private final Thread atExit;
    private boolean keep;

    Cleanup(Path folder) {
        this.folder = folder;
        atExit = new Thread(this::deleteQuietly, "alexnet-cleanup");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The folder has its name now. */
    void keep() {
        keep = true;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            return; // the hook is running
        }
        if (!keep) {
            deleteQuietly();
        }
    }

    /** What led here is the error to report; a folder that cannot be deleted begins with a dot and says .packing-. */
    private void deleteQuietly() {
        try {
            DurableFiles.deleteFolder(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
