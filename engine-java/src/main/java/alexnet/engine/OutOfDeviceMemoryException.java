package alexnet.engine;

/** An allocation that does not fit: says how much was wanted and how much is free. */
public final class OutOfDeviceMemoryException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what did not fit, the bytes wanted and the bytes free
     * @param hint what the user can do, or null
     * @param cause what was thrown below, or null
     */
    public OutOfDeviceMemoryException(String message, String hint, Throwable cause) {
        super(message, hint, cause);
    }
}
