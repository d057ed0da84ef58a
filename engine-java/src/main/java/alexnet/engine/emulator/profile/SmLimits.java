package alexnet.engine.emulator.profile;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The resources of one multiprocessor of an architecture, and the units in which thread blocks get them.
 *
 * <p>Numbers: CUDA C++ Programming Guide, table "Technical Specifications per Compute Capability"; portions and partitions:
 * {@code cuda_occupancy.h} of the CUDA toolkit.
 *
 * @param architecture such as {@code sm_80}
 * @param warps resident warps, of 32 threads each
 * @param blocks resident blocks
 * @param registers 32-bit registers
 * @param partitions parts into which registers and warps are split evenly; a warp lives in one of them
 * @param sharedBytes shared memory
 * @param sharedBytesPerBlock most shared memory of one block, after opting in
 * @param sharedPortion bytes in multiples of which a block gets shared memory
 * @param sharedReserved bytes that the system takes for each block
 */
public record SmLimits(
        String architecture,
        int warps,
        int blocks,
        int registers,
        int partitions,
        int sharedBytes,
        int sharedBytesPerBlock,
        int sharedPortion,
        int sharedReserved) {

    /** Registers in multiples of which a warp gets them. */
    public static final int REGISTER_PORTION = 256;

    /** Most registers of one thread. */
    public static final int REGISTERS_PER_THREAD = 255;

    /** Most threads of one block. */
    public static final int THREADS_PER_BLOCK = 1024;

    private static final int K = 1024;

    private static final Map<String, SmLimits> ALL = new TreeMap<>();

    static {
        add(new SmLimits("sm_60", 64, 32, 64 * K, 2, 64 * K, 48 * K, 256, 0));
        add(new SmLimits("sm_70", 64, 32, 64 * K, 4, 96 * K, 96 * K, 256, 0));
        add(new SmLimits("sm_75", 32, 16, 64 * K, 4, 64 * K, 64 * K, 256, 0));
        add(new SmLimits("sm_80", 64, 32, 64 * K, 4, 164 * K, 163 * K, 128, K));
        add(new SmLimits("sm_86", 48, 16, 64 * K, 4, 100 * K, 99 * K, 128, K));
        add(new SmLimits("sm_89", 48, 24, 64 * K, 4, 100 * K, 99 * K, 128, K));
        add(new SmLimits("sm_90", 64, 32, 64 * K, 4, 228 * K, 227 * K, 128, K));
    }

    private static void add(SmLimits limits) {
        ALL.put(limits.architecture, limits);
    }

    /** The architectures that have an entry. */
    public static List<String> architectures() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * The limits of an architecture.
     *
     * @throws IllegalArgumentException naming the known architectures
     */
    public static SmLimits of(String architecture) {
        SmLimits limits = ALL.get(architecture);
        if (limits == null) {
            throw new IllegalArgumentException("no limits for architecture '" + architecture + "' (expected one of "
                    + String.join(", ", ALL.keySet()) + ")");
        }
        return limits;
    }
}
