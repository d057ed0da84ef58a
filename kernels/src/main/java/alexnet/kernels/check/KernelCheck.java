package alexnet.kernels.check;

import alexnet.kernels.KernelLibrary;

/** One kernel operation at one shape, on random data from a seed, against its CPU reference. */
public interface KernelCheck {

    /** The kernel file without ending, such as {@code lrn}. */
    String kernel();

    /** The operation, such as {@code forward} or {@code filter gradient}. */
    String operation();

    /** The shape, for people. */
    String shape();

    /**
     * Runs it on the library's device. Output buffers are filled with NaN first, so that an element which the kernel
     * does not write is found.
     */
    CheckResult run(KernelLibrary kernels, long seed);
}
