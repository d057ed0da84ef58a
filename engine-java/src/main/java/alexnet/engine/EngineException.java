package alexnet.engine;

import java.util.Optional;

/** A device, driver, memory or PTX problem: what was expected and found, and, where there is one, a hint. */
public sealed class EngineException extends RuntimeException
        permits DeviceUnavailableException, OutOfDeviceMemoryException, KernelFaultException, PtxException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * What the subclasses have in common.
     *
     * @param message what was expected and found
     * @param hint what the user can do, or null
     * @param cause what was thrown below, or null
     */
    protected EngineException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** {@return what the user can do about it, where there is something} */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
