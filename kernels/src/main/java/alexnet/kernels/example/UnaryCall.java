package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.check.CheckResult;
import java.util.function.BiFunction;

/** Prepares calls that make y from x, each of as many elements. */
final class UnaryCall {

    /** From -1 to 1. */
    static final ExampleOperands.Draw UNIFORM = (random, count) -> random.uniform(count, -1, 1);

    /** Queues the kernel. */
    @FunctionalInterface
    interface Launch {
        void queue(KernelLibrary kernels, Stream stream, DeviceBuffer x, DeviceBuffer y);
    }

    /** The CPU reference. */
    @FunctionalInterface
    interface Reference {
        void run(double[] x, double[] y);
    }

    private UnaryCall() {}

    /** Each result is within {@code roundings} of the reference. */
    static ExampleCall.Preparation relative(
            int elements, ExampleOperands.Draw x, Launch launch, Reference reference, double roundings) {
        return preparation(elements, x, launch, reference, (y, run) -> y.compareRelative(run, roundings));
    }

    /** Each result is that of the reference. */
    static ExampleCall.Preparation exact(int elements, ExampleOperands.Draw x, Launch launch, Reference reference) {
        return preparation(elements, x, launch, reference, Floats::compareExactly);
    }

    private static ExampleCall.Preparation preparation(
            int elements,
            ExampleOperands.Draw draw,
            Launch launch,
            Reference reference,
            BiFunction<Floats, Floats.Reference, CheckResult> comparison) {
        return operands -> {
            Floats x = operands.floats("x", elements, draw);
            Floats y = operands.output("y", elements);
            return new Prepared(
                    stream -> launch.queue(operands.kernels(), stream, x.buffer(), y.buffer()),
                    () -> comparison.apply(y, (read, out) -> reference.run(read.apply(x), out)));
        };
    }
}
