package alexnet.kernels.check;

import alexnet.kernels.KernelLibrary;

/**
 * A check given by its parts.
 *
 * @param body what runs on the bench, and says how it went
 */
public record ShapedCheck(String kernel, String operation, String shape, Body body) implements KernelCheck {

    /** Makes the operands, runs the kernel, compares. */
    public interface Body {
        CheckResult run(CheckBench bench);
    }

    @Override
    public CheckResult run(KernelLibrary kernels, long seed) {
        try (CheckBench bench = new CheckBench(kernels, seed, toString().hashCode())) {
            return body.run(bench);
        }
    }

    @Override
    public String toString() {
        return kernel + " " + operation + " " + shape;
    }
}
