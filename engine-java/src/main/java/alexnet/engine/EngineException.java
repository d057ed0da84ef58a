package alexnet.engine;

import java.util.Optional;

/** A device, driver, memory or PTX problem: what was expected and found, and, where there is one, a hint. */
public sealed class EngineException extends RuntimeException
        permits DeviceUnavailableException, OutOfDeviceMemoryException, KernelFaultException, PtxException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    /** @param hint what the user can do, or null */
    protected EngineException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** What the user can do about it. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
