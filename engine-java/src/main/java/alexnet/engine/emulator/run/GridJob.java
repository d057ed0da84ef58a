package alexnet.engine.emulator.run;

import alexnet.engine.KernelFaultException;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.code.PreparedKernel;
import alexnet.engine.emulator.flow.MemoryLayout;
import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.emulator.state.LaneShape;
import alexnet.engine.emulator.state.LaunchState;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.ModuleMemory;
import alexnet.engine.emulator.state.PrintedText;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One launch: hands out the blocks of its grid to the workers that take part. */
public final class GridJob implements LaunchState {

    private static final int SPINS = 2000;
    private static final AtomicLong LAUNCHES = new AtomicLong();

    private final long number = LAUNCHES.incrementAndGet();

    private final ModuleMemory module;
    private final RunSettings settings;
    private final PreparedKernel kernel;
    private final LaunchGeometry geometry;
    private final Memory parameters;
    private final LaneShape shape;
    private final long blocks;
    private final long portion;
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger workers = new AtomicInteger();
    private Supplier<BlockObserver> observers;
    /** The observer of this launch; null if there is none. */
    private BlockObserver observer;

    private volatile Thread owner;
    private RuntimeException fault;
    private long faultBlock = Long.MAX_VALUE;
    /** What the blocks have printed. */
    private final PrintedText printed = new PrintedText();

    public GridJob(
            PreparedKernel kernel,
            LaunchGeometry geometry,
            Memory parameters,
            ModuleMemory module,
            RunSettings settings,
            int threads) {
        this.module = module;
        this.settings = settings;
        this.kernel = kernel;
        this.geometry = geometry;
        this.parameters = parameters;
        this.shape = new LaneShape(geometry.blockX(), geometry.blockY(), geometry.blockZ());
        this.blocks = geometry.blocks();
        // A few portions per thread balance blocks of different length; single blocks would be slow for tiny kernels.
        this.portion = Math.max(1, blocks / (threads * 8L));
    }

    /** Asks for an observer when the launch begins to run; the kernel must be in its observed form. */
    public void observe(Supplier<BlockObserver> by) {
        observers = by;
    }

    @Override
    public BlockObserver observer() {
        return observer;
    }

    @Override
    public LaunchGeometry geometry() {
        return geometry;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int sharedBytes() {
        return MemoryLayout.align(kernel.sharedBytes(), 16) + geometry.dynamicSharedBytes();
    }

    @Override
    public Memory parameters() {
        return parameters;
    }

    @Override
    public Memory constants() {
        return module.constants();
    }

    @Override
    public long address(String variable) {
        return module.address(variable);
    }

    RunSettings settings() {
        return settings;
    }

    boolean hasMore() {
        return next.get() < blocks;
    }

    /** Runs blocks until none is left to start, then waits for the other workers of this grid. */
    public void runAll(RunnerCache runners, WorkerPool pool) {
        owner = Thread.currentThread();
        if (observers != null) {
            observer = observers.get();
        } else if (blocks > portion) {
            pool.offer(this);
        }
        work(runners);
        if (observer != null) {
            observer.launchEnd();
        }
        pool.withdraw(this);
        for (int spin = 0; workers.get() > 0; spin++) {
            if (spin < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(50_000);
            }
        }
        synchronized (this) {
            printed.flush(settings.output(), faultBlock);
            if (fault != null) {
                throw fault;
            }
        }
    }

    /** Runs blocks until none is left to start. Throws nothing: an error becomes the fault of the launch. */
    void work(RunnerCache runners) {
        workers.incrementAndGet();
        long first = next.getAndAdd(portion);
        try {
            if (first < blocks) {
                LockstepRunner runner = runners.get(kernel, shape, sharedBytes());
                runner.begin(this);
                for (; first < blocks; first = next.getAndAdd(portion)) {
                    runPortion(runner, first, Math.min(blocks, first + portion));
                }
            }
        } catch (RuntimeException | Error e) {
            fail(first, new KernelFaultException("kernel " + kernel.name() + ": the emulator failed: " + e, null, e));
        } finally {
            if (workers.decrementAndGet() == 0) {
                LockSupport.unpark(owner);
            }
        }
    }

    private void runPortion(LockstepRunner runner, long first, long end) {
        for (long block = first; block < end; block++) {
            try {
                runner.run((int) (block % geometry.gridX()), (int) (block / geometry.gridX() % geometry.gridY()), (int)
                        (block / geometry.gridX() / geometry.gridY()));
            } catch (KernelFaultException e) {
                fail(block, e);
                return;
            } finally {
                printed.add(block, runner.output());
            }
        }
    }

    /**
     * Keeps the fault of the lowest block: blocks are started in ascending order, so that one is found in every run.
     */
    private synchronized void fail(long block, RuntimeException reason) {
        next.set(blocks);
        if (block < faultBlock) {
            faultBlock = block;
            fault = reason;
        }
    }
}
