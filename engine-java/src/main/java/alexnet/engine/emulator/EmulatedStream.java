package alexnet.engine.emulator;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.Event;
import alexnet.engine.HostBuffer;
import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.emulator.run.GridJob;
import alexnet.engine.emulator.run.RunnerCache;
import alexnet.engine.emulator.run.WorkQueue;
import alexnet.engine.emulator.run.WorkerPool;
import alexnet.engine.emulator.state.Memory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** A queue of work that one worker at a time carries out. */
public final class EmulatedStream implements Stream {

    /** One piece of work; false means that it has to wait and the stream will be called again. */
    private interface Work {
        boolean run(RunnerCache runners, WorkerPool pool);
    }

    private final EmulatedDevice device;
    private final Deque<Work> queue = new ArrayDeque<>();
    /** This stream's work, as the threads of the pool see it. */
    private final WorkQueue work = this::drain;
    /** True while a worker drains the queue, or is about to, or an event will call it back. */
    private boolean busy;
    /** What the next synchronize has to throw; work queued behind it is dropped. */
    private RuntimeException fault;

    private boolean closed;

    EmulatedStream(EmulatedDevice device) {
        this.device = device;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public void launch(Kernel kernel, LaunchGeometry geometry, KernelArguments arguments) {
        if (!(kernel instanceof EmulatedKernel emulated) || emulated.device() != device) {
            throw new IllegalArgumentException("kernel " + kernel.name() + " was not loaded on " + device.name());
        }
        emulated.module().requireOpen("kernel " + kernel.name());
        arguments.requireMatch(kernel);
        emulated.requirePossible(geometry);
        Memory parameters = emulated.parameters(arguments);
        GridJob job = new GridJob(
                emulated.prepared(),
                geometry,
                parameters,
                emulated.module().memory(),
                device.options().run(),
                device.workers().threads());
        if (!device.observers().none()) {
            Launch launch = emulated.launch(geometry, arguments);
            job.observe(() -> device.observers().launch(launch));
        }
        enqueue((runners, pool) -> {
            job.runAll(runners, pool);
            return true;
        });
    }

    @Override
    public void copy(DeviceBuffer to, DeviceBuffer from) {
        EmulatedBuffer target = device.own(to);
        EmulatedBuffer source = EmulatedBuffer.of(from);
        if (to.bytes() != from.bytes()) {
            throw new IllegalArgumentException("copy of '" + from.label() + "' to '" + to.label()
                    + "': sizes differ (expected " + to.bytes() + " bytes, found " + from.bytes() + ")");
        }
        enqueueTransfer(() -> {
            ByteBuffer bytes = source.view("copy");
            target.view("copy").put(bytes);
            device.observers().copied(target.address(), source.address(), target.bytes());
        });
    }

    @Override
    public void upload(DeviceBuffer to, HostBuffer from) {
        EmulatedBuffer target = device.own(to);
        requireSize(from.bytes(), to.bytes(), "upload to '" + to.label() + "'");
        ByteBuffer source = from.buffer();
        enqueueTransfer(() -> {
            target.view("upload").put(source.limit((int) target.bytes()));
            device.observers().written(target.address(), target.bytes());
        });
    }

    @Override
    public void download(HostBuffer to, DeviceBuffer from) {
        EmulatedBuffer source = device.own(from);
        requireSize(to.bytes(), from.bytes(), "download of '" + from.label() + "'");
        ByteBuffer target = to.buffer();
        enqueueTransfer(() -> target.put(source.view("download")));
    }

    private void enqueueTransfer(Runnable transfer) {
        enqueue((runners, pool) -> {
            transfer.run();
            return true;
        });
    }

    private static void requireSize(long host, long needed, String what) {
        if (host < needed) {
            throw new IllegalArgumentException(
                    what + ": the host buffer is too small (expected " + needed + " bytes, found " + host + ")");
        }
    }

    @Override
    public void zero(DeviceBuffer buffer) {
        EmulatedBuffer target = device.own(buffer);
        enqueue((runners, pool) -> {
            target.zero();
            return true;
        });
    }

    @Override
    public void record(Event event) {
        EmulatedEvent own = emulated(event);
        if (own.device() != device) {
            throw new IllegalArgumentException(
                    "the event belongs to " + own.device().name() + ", not to " + device.name());
        }
        long number = own.record();
        enqueue(new Record(own, number));
    }

    /** Events are reached behind a fault too: others that wait for them must not hang. */
    private record Record(EmulatedEvent event, long number) implements Work {

        @Override
        public boolean run(RunnerCache runners, WorkerPool pool) {
            event.reach(number);
            return true;
        }
    }

    @Override
    public void await(Event event) {
        EmulatedEvent other = emulated(event);
        long number = other.latest();
        enqueue((runners, pool) -> other.reached(number, () -> pool.ready(work)));
    }

    private static EmulatedEvent emulated(Event event) {
        if (event instanceof EmulatedEvent emulated) {
            return emulated;
        }
        throw new IllegalArgumentException("the event belongs to a device of another kind");
    }

    private void enqueue(Work next) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the stream is closed");
            }
            queue.add(next);
            if (busy) {
                return;
            }
            busy = true;
        }
        device.workers().ready(work);
    }

    private void drain(RunnerCache runners, WorkerPool pool) {
        while (true) {
            Work first;
            synchronized (this) {
                first = queue.peek();
                if (first == null) {
                    busy = false;
                    notifyAll();
                    return;
                }
                if (fault != null && !(first instanceof Record)) {
                    queue.remove();
                    continue;
                }
            }
            try {
                if (!first.run(runners, pool)) {
                    return;
                }
            } catch (RuntimeException e) {
                synchronized (this) {
                    fault = e;
                }
            }
            synchronized (this) {
                queue.remove();
            }
        }
    }

    @Override
    public void synchronize() {
        synchronized (this) {
            Waiting.uninterruptibly(this, () -> !busy);
            if (fault != null) {
                RuntimeException thrown = fault;
                fault = null;
                throw thrown;
            }
        }
        device.observers().synchronizedWith();
    }

    /** Waits without throwing; what there is to report is lost. */
    synchronized void quiet() {
        Waiting.uninterruptibly(this, () -> !busy);
        fault = null;
    }

    @Override
    public void close() {
        quiet();
        synchronized (this) {
            closed = true;
        }
        device.remove(this);
    }
}
