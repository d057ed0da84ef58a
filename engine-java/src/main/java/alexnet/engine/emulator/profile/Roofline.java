package alexnet.engine.emulator.profile;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * A lower bound of the time of a launch on a GPU. For each resource it is the time to do its share of the work at its peak
 * rate; the bound is the longest of these times. A real launch takes longer: latencies, the start and the end of the grid,
 * and rates below the peak are left out.
 *
 * <p>Resources of a multiprocessor are charged with the multiprocessor that gets most blocks, {@code ceil(blocks /
 * multiprocessors)} of them. DRAM is charged with each sector once, L2 with each sector once per block and with all writes.
 *
 * @param gpu the GPU
 * @param occupancy blocks per multiprocessor, from the registers of the GPU's architecture
 * @param blocksPerMultiprocessor blocks that the busiest multiprocessor gets
 * @param waves blocks of the grid over blocks that are resident at a time, 0 where none fits
 * @param balance average over most blocks per multiprocessor, at most 1
 * @param seconds least time by resource
 */
public record Roofline(
        Gpu gpu,
        Occupancy occupancy,
        long blocksPerMultiprocessor,
        double waves,
        double balance,
        Map<Resource, Double> seconds) {

    /** The resources that can limit a launch. */
    public enum Resource {
        /** The float32 lanes. */
        FLOAT,
        /** The float64 lanes. */
        DOUBLE,
        /** The tensor cores. */
        TENSOR,
        /** The start of warp instructions, of any kind. */
        ISSUE,
        /** The banks of shared memory. */
        SHARED,
        L2,
        DRAM;

        /** The name in tables and JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Roofline {
        seconds = Collections.unmodifiableMap(new EnumMap<>(seconds));
    }

    /**
     * The bounds of a launch.
     *
     * @param registers registers per thread on the GPU's architecture
     */
    public static Roofline of(LaunchProfile launch, Gpu gpu, int registers) {
        Occupancy occupancy =
                Occupancy.of(gpu.limits(), launch.geometry().threadsPerBlock(), registers, launch.sharedBytes());
        long blocks = launch.geometry().blocks();
        long most = (blocks + gpu.multiprocessors() - 1) / gpu.multiprocessors();
        // Work of the busiest multiprocessor in clocks = work of the launch * share / rate.
        double share = (double) most / blocks;
        double clock = gpu.clockHertz();
        LaunchProfile.WorkDone work = launch.work();
        Map<Resource, Double> seconds = new EnumMap<>(Resource.class);
        seconds.put(Resource.FLOAT, share * work.floatSlots() * 32 / gpu.floatLanes() / clock);
        seconds.put(Resource.DOUBLE, share * work.doubleSlots() * 32 / gpu.doubleLanes() / clock);
        double tensor = work.matrixFloatFlops() + work.matrixFlops() / 2.0;
        seconds.put(Resource.TENSOR, tensor == 0 ? 0 : share * tensor / gpu.tensorFlopsPerClock() / clock);
        seconds.put(Resource.ISSUE, share * work.slots() / gpu.issuesPerClock() / clock);
        double clocksPerPass = 128.0 / gpu.sharedBytesPerClock();
        seconds.put(Resource.SHARED, share * launch.sharedPasses() * clocksPerPass / clock);
        seconds.put(Resource.L2, launch.l2Bytes() / gpu.l2BytesPerSecond());
        seconds.put(Resource.DRAM, launch.dramBytes() / gpu.dramBytesPerSecond());
        long resident = (long) occupancy.blocks() * gpu.multiprocessors();
        return new Roofline(
                gpu,
                occupancy,
                most,
                resident == 0 ? 0 : (double) blocks / resident,
                (double) blocks / (most * gpu.multiprocessors()),
                seconds);
    }

    /** The resource with the longest time; the first of equal ones. */
    public Resource binds() {
        Resource binds = Resource.FLOAT;
        for (Map.Entry<Resource, Double> entry : seconds.entrySet()) {
            if (entry.getValue() > seconds.get(binds)) {
                binds = entry.getKey();
            }
        }
        return binds;
    }

    /** The least time of the launch in seconds. */
    public double leastSeconds() {
        return seconds.get(binds());
    }

    /** The least time that arithmetic and the start of instructions allow, in seconds. */
    public double computeSeconds() {
        double longest = 0;
        for (Resource resource : new Resource[] {Resource.FLOAT, Resource.DOUBLE, Resource.TENSOR, Resource.ISSUE}) {
            longest = Math.max(longest, seconds.get(resource));
        }
        return longest;
    }

    /** Float32 FLOPs of the launch in the least time, as a share of the GPU's peak: what the launch can reach at best. */
    public double floatShare(LaunchProfile launch) {
        double least = leastSeconds();
        return least == 0 ? 0 : launch.work().floatFlops() / least / gpu.floatFlops();
    }
}
