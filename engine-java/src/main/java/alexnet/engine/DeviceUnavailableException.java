package alexnet.engine;

/** A device that was asked for is not there, or its driver refuses: says what was found. */
public final class DeviceUnavailableException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message what was asked for, and what was found
     * @param hint what the user can do, or null
     */
    public DeviceUnavailableException(String message, String hint) {
        super(message, hint, null);
    }

    /**
     * With a cause.
     *
     * @param message what was asked for, and what was found
     * @param hint what the user can do, or null
     * @param cause what was thrown below
     */
    public DeviceUnavailableException(String message, String hint, Throwable cause) {
        super(message, hint, cause);
    }
}
