package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.example.ExampleOperands;
import alexnet.kernels.example.Prepared;
import java.util.List;

/** Times operations on a device, one after the other. */
public final class KernelMeasurement implements AutoCloseable {

    /**
     * What one operation took.
     *
     * @param launches the kernels that one call queues
     * @param flops floating-point operations of the multiply-adds of a call; 0 where it is no product
     * @param bytes what a call has to move at least
     * @param gflops 10^9 of these operations per second, or null
     * @param gigabytesPerSecond 10^9 of these bytes per second
     * @param floorSeconds the least time, or null where the device's floor is not known
     * @param floorShare the least time by the time taken, or null
     * @param vendor the same by the vendor's library, or null
     */
    public record Result(
            String device,
            String name,
            String shape,
            List<WatchedStream.Launch> launches,
            long flops,
            long bytes,
            Timing timing,
            Double gflops,
            double gigabytesPerSecond,
            Double floorSeconds,
            Double floorShare,
            VendorResult vendor) {}

    /**
     * @param library name and version
     * @param ratio our time by the library's
     */
    public record VendorResult(String library, Timing timing, double ratio) {}

    private final KernelLibrary kernels;
    private final StreamRounds rounds;
    private final Floor floor;
    private final Sampler sampler;

    /** @param floor what the device can do at best, or null */
    KernelMeasurement(Device device, Floor floor, Effort effort) {
        this.kernels = new KernelLibrary(device);
        this.rounds = new StreamRounds(device);
        this.floor = floor;
        this.sampler = new Sampler(effort);
    }

    Result measure(Operation operation) {
        try (ExampleOperands operands = ExampleOperands.plain(kernels)) {
            Prepared prepared = operation.call().prepare(operands);
            List<WatchedStream.Launch> launches = rounds.launches(prepared.launch());
            Timing timing = sampler.measure(rounds.of(prepared.launch()));
            VendorResult vendor = prepared.vendor()
                    .get()
                    .map(theirs -> compare(timing, theirs))
                    .orElse(null);
            Double least = floor == null ? null : floor.seconds(operation.flops(), operation.bytes());
            return new Result(
                    kernels.device().name(),
                    operation.name(),
                    operation.shape(),
                    launches,
                    operation.flops(),
                    operation.bytes(),
                    timing,
                    operation.flops() == 0 ? null : timing.giga(operation.flops()),
                    timing.giga(operation.bytes()),
                    least,
                    least == null ? null : least / timing.seconds(),
                    vendor);
        }
    }

    private VendorResult compare(Timing ours, Prepared.Vendor vendor) {
        Timing theirs = sampler.measure(rounds.of(vendor.launch()));
        return new VendorResult(vendor.library(), theirs, ours.seconds() / theirs.seconds());
    }

    @Override
    public void close() {
        rounds.close();
        kernels.close();
    }
}
