package alexnet.engine.emulator.run;

import java.io.PrintStream;

/**
 * How a device runs its grids.
 *
 * @param stepLimit basic blocks that one thread block may run
 * @param stepLimitProperty the system property that raises the limit, for the report of an endless loop
 * @param reconvergence where diverged threads reconverge
 * @param output where {@code printf} of kernels goes
 */
public record RunSettings(long stepLimit, String stepLimitProperty, Reconvergence reconvergence, PrintStream output) {}
