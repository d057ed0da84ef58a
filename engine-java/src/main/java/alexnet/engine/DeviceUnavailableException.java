package alexnet.engine;

/** A device that was asked for is not there, or its driver refuses: says what was found. */
public final class DeviceUnavailableException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was asked for, and what was found
     * @param hint what the user can do, or null
     * @param cause what was thrown below, or null
     */
    public DeviceUnavailableException(String message, String hint, Throwable cause) {
        super(message, hint, cause);
    }
}
