package alexnet.engine;

/** A launch that failed on the device: names the kernel and, on the emulator, line, block, thread and address. */
public final class KernelFaultException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message kernel and fault, with the place where it is known
     * @param hint what the user can do, or null
     */
    public KernelFaultException(String message, String hint) {
        super(message, hint, null);
    }

    /**
     * With a cause.
     *
     * @param message kernel and fault, with the place where it is known
     * @param hint what the user can do, or null
     * @param cause what was thrown below
     */
    public KernelFaultException(String message, String hint, Throwable cause) {
        super(message, hint, cause);
    }
}
