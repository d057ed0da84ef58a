package alexnet.trainer.data.packed;

/** Receives the progress of packing; called from one thread, after each picture. */
@FunctionalInterface
public interface PackProgress {

    /** Says nothing to anybody. */
    PackProgress SILENT = (done, total, bad) -> {};

    /**
     * @param done pictures handled, bad ones included
     * @param total pictures in the source
     * @param bad files left out so far
     */
    void update(int done, int total, int bad);
}
