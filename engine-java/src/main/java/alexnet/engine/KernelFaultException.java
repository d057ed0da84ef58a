package alexnet.engine;

/** A launch that failed on the device: names the kernel and, on the emulator, line, block, thread and address. */
public final class KernelFaultException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message kernel and fault, with the place where it is known
     * @param hint what the user can do, or null
     * @param cause what was thrown below, or null
     */
    public KernelFaultException(String message, String hint, Throwable cause) {
        super(message, hint, cause);
    }
}
