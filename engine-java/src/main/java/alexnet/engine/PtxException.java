package alexnet.engine;

/** PTX that is not accepted: names file, line, column and instruction. */
public final class PtxException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param hint what the user can do, or null */
    public PtxException(String message, String hint) {
        super(message, hint, null);
    }

    /** @param hint what the user can do, or null */
    public PtxException(String message, String hint, Throwable cause) {
        super(message, hint, cause);
    }
}
