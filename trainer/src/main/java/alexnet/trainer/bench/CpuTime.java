package alexnet.trainer.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time of this program's threads, and that of the JIT compiler apart from it. */
final class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    private CpuTime() {}

    /** Seconds that all live Java threads have run; compiler and garbage collector are not among them. */
    static double threads() {
        if (!THREADS.isThreadCpuTimeSupported() || !THREADS.isThreadCpuTimeEnabled()) {
            return 0;
        }
        long nanos = 0;
        for (long id : THREADS.getAllThreadIds()) {
            // -1 for a thread that has ended in the meantime.
            nanos += Math.max(0, THREADS.getThreadCpuTime(id));
        }
        return nanos / 1e9;
    }

    /** Seconds that the JIT compiler has run; 0 where the JVM does not tell. */
    static double compiler() {
        return COMPILER != null && COMPILER.isCompilationTimeMonitoringSupported()
                ? COMPILER.getTotalCompilationTime() / 1e3
                : 0;
    }
}
