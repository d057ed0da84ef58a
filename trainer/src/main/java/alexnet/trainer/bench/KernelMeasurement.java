package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.kernels.KernelLibrary;
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
        try (BenchMemory memory = new BenchMemory(kernels.device())) {
            Operation.Ready ready = operation.preparation().prepare(kernels, memory);
            List<WatchedStream.Launch> launches = rounds.launches(ready.launch());
            Timing timing = sampler.measure(rounds.of(ready.launch()));
            VendorResult vendor = null;
            if (ready.vendor() != null) {
                Timing theirs = sampler.measure(rounds.of(ready.vendor().launch()));
                vendor = new VendorResult(ready.vendor().library(), theirs, timing.seconds() / theirs.seconds());
            }
            Double least = floor == null ? null : floor.seconds(operation);
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

    @Override
    public void close() {
        rounds.close();
        kernels.close();
    }
}
