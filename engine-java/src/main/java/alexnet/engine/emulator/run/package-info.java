/**
 * Runs the thread blocks of a launch: workers, control flow, divergence, barriers and calls.
 *
 * <p>Read {@link alexnet.engine.emulator.run.GridJob} first: it hands out the blocks of a grid to the threads of {@link
 * alexnet.engine.emulator.run.WorkerPool}. Then read {@code LockstepRunner}, which runs one block, with {@code
 * PathOrder} (which threads run next after they diverge), {@code BlockBarriers} and {@code CallStack}.
 */
package alexnet.engine.emulator.run;
