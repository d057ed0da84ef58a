package alexnet.trainer.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/** Processor time of this program's threads, and that of the JIT compiler apart from it. */
final class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    /** Nanoseconds of each thread when it was last asked; numbers of threads are not used again. */
    private static final Map<Long, Long> SEEN = new HashMap<>();

    private static long total;

    private CpuTime() {}

    /**
     * Seconds that Java threads have run since the first call; compiler and garbage collector are not among them. Never
     * falls: a thread that ends keeps the share that the last call before its end saw.
     */
    static synchronized double threads() {
        if (!THREADS.isThreadCpuTimeSupported() || !THREADS.isThreadCpuTimeEnabled()) {
            return 0;
        }
        for (long id : THREADS.getAllThreadIds()) {
            long nanos = THREADS.getThreadCpuTime(id);
            // -1 for a thread that has ended in the meantime.
            if (nanos >= 0) {
                Long seen = SEEN.put(id, nanos);
                total += nanos - (seen == null ? 0 : seen);
            }
        }
        return total / 1e9;
    }

    /** Seconds that the JIT compiler has run; 0 where the JVM does not tell. */
    static double compiler() {
        return COMPILER != null && COMPILER.isCompilationTimeMonitoringSupported()
                ? COMPILER.getTotalCompilationTime() / 1e3
                : 0;
    }
}
