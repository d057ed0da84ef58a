package alexnet.kernels.example;

import alexnet.engine.Stream;
import alexnet.kernels.check.CheckResult;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An example call with its operands on a device.
 *
 * @param launch queues the call once
 * @param comparison holds the results against the CPU reference, once one launch is done; only in a check
 * @param vendor the same operation by a vendor's library on the same device, where there is one
 */
public record Prepared(Consumer<Stream> launch, Supplier<CheckResult> comparison, Supplier<Optional<Vendor>> vendor) {

    /**
     * An operation of a vendor's library.
     *
     * @param library its name and version
     * @param launch queues the operation once
     */
    public record Vendor(String library, Consumer<Stream> launch) {}

    /** A call that no vendor's library has. */
    Prepared(Consumer<Stream> launch, Supplier<CheckResult> comparison) {
        this(launch, comparison, Optional::empty);
    }
}
