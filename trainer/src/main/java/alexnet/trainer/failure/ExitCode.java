package alexnet.trainer.failure;

/** Exit codes of the process; the numbers are documented and stable. */
public final class ExitCode {

    /** All went well. */
    public static final int DONE = 0;

    /** A check found something off. */
    public static final int CHECK_FAILED = 1;

    /** Wrong usage or configuration. */
    public static final int USAGE = 2;

    /** Bad data. */
    public static final int DATA = 3;

    /** A checkpoint or weights file that is damaged or does not fit. */
    public static final int CHECKPOINT = 4;

    /** Input or output failed: disk full, no permission. */
    public static final int STORAGE = 5;

    /** GPU, driver or kernel. */
    public static final int DEVICE = 6;

    /** The loss is not finite. */
    public static final int NOT_FINITE = 7;

    /** Stopped by SIGINT, after saving. */
    public static final int INTERRUPTED = 130;

    /** Stopped by SIGTERM, after saving. */
    public static final int TERMINATED = 143;

    private ExitCode() {}
}
