package alexnet.engine.emulator.profile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The figures of a GPU that the roofline needs. All rates are peaks at the boost clock; a real kernel stays below them.
 *
 * @param name by which users name it
 * @param description what it is, and where the figures come from
 * @param multiprocessors number of multiprocessors
 * @param clockHertz boost clock of the multiprocessors
 * @param floatLanes float32 multiply-adds that a multiprocessor does per clock
 * @param doubleLanes float64 multiply-adds per clock and multiprocessor
 * @param tensorFlopsPerClock FLOPs of TF32 tensor instructions per clock and multiprocessor; 16-bit ones do twice as many;
 *     0 where there are none
 * @param issuesPerClock warp instructions that a multiprocessor starts per clock
 * @param sharedBytesPerClock shared-memory bytes per clock and multiprocessor
 * @param l2BytesPerClock bytes per clock between the L2 cache and all multiprocessors
 * @param dramBytesPerSecond bandwidth of the GPU's memory
 * @param limits what a multiprocessor holds
 */
public record Gpu(
        String name,
        String description,
        int multiprocessors,
        double clockHertz,
        int floatLanes,
        int doubleLanes,
        int tensorFlopsPerClock,
        int issuesPerClock,
        int sharedBytesPerClock,
        int l2BytesPerClock,
        double dramBytesPerSecond,
        SmLimits limits) {

    /** The GPUs that the profile knows, oldest first. */
    public static final List<Gpu> ALL = List.of(
            new Gpu(
                    "gtx580",
                    "stand-in for the GTX 580 of 2010 (16 multiprocessors, 512 lanes at 1.544 GHz, 192.4 GB/s: its data"
                            + " sheet) with the limits of sm_60, the oldest architecture that our PTX runs on; shared memory"
                            + " 32 banks in two clocks (Programming Guide, 2.x); the L2 rate is an assumption",
                    16,
                    1.544e9,
                    32,
                    4,
                    0,
                    1,
                    64,
                    192,
                    192.4e9,
                    SmLimits.of("sm_60")),
            new Gpu(
                    "v100",
                    "Tesla V100 SXM2 (80 multiprocessors at 1.53 GHz, 15.7 TFLOP/s float32, 900 GB/s: Volta white paper; no"
                            + " TF32, its tensor cores count by their 16-bit rate; L2 2048 bytes per clock: A100 white paper)",
                    80,
                    1.53e9,
                    64,
                    32,
                    512,
                    4,
                    128,
                    2048,
                    900e9,
                    SmLimits.of("sm_70")),
            new Gpu(
                    "a100",
                    "A100 SXM4 40 GB (108 multiprocessors at 1.41 GHz, 19.5 TFLOP/s float32, 156 TFLOP/s TF32, 1555 GB/s,"
                            + " L2 5120 bytes per clock: A100 white paper)",
                    108,
                    1.41e9,
                    64,
                    32,
                    1024,
                    4,
                    128,
                    5120,
                    1555e9,
                    SmLimits.of("sm_80")),
            new Gpu(
                    "h100",
                    "H100 SXM5 80 GB (132 multiprocessors at 1.98 GHz, 67 TFLOP/s float32, 3350 GB/s: H100 data sheet;"
                            + " 128 lanes and 2048 TF32 FLOPs per clock: Hopper white paper; the L2 rate per clock is taken"
                            + " to be the A100's)",
                    132,
                    1.98e9,
                    128,
                    64,
                    2048,
                    4,
                    128,
                    5120,
                    3350e9,
                    SmLimits.of("sm_90")),
            new Gpu(
                    "h200",
                    "H200 SXM (the H100's multiprocessors, 4800 GB/s: H200 data sheet)",
                    132,
                    1.98e9,
                    128,
                    64,
                    2048,
                    4,
                    128,
                    5120,
                    4800e9,
                    SmLimits.of("sm_90")));

    /** Names of the known GPUs. */
    public static List<String> names() {
        return ALL.stream().map(Gpu::name).toList();
    }

    /**
     * The GPU of that name, in any case.
     *
     * @throws IllegalArgumentException naming the known GPUs
     */
    public static Gpu named(String name) {
        Optional<Gpu> found = ALL.stream()
                .filter(gpu -> gpu.name.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException(
                "unknown GPU (expected one of " + String.join(", ", names()) + ", found '" + name + "')"));
    }

    /** Float32 FLOPs per second, a multiply-add counted as two. */
    public double floatFlops() {
        return 2.0 * floatLanes * multiprocessors * clockHertz;
    }

    /** Shared-memory bytes per second of all multiprocessors. */
    public double sharedBytesPerSecond() {
        return sharedBytesPerClock * multiprocessors * clockHertz;
    }

    /** L2 bytes per second. */
    public double l2BytesPerSecond() {
        return l2BytesPerClock * clockHertz;
    }
}
