package alexnet.engine;

/** PTX that is not accepted: names file, line, column and instruction. */
public final class PtxException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message file, line, column and instruction, where they are known, and what is wrong
     * @param hint what the user can do, or null
     */
    public PtxException(String message, String hint) {
        super(message, hint, null);
    }

    /**
     * With a cause.
     *
     * @param message file, line, column and instruction, where they are known, and what is wrong
     * @param hint what the user can do, or null
     * @param cause what was thrown below
     */
    public PtxException(String message, String hint, Throwable cause) {
        super(message, hint, cause);
    }
}
