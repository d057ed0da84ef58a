package alexnet.engine.emulator;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.DeviceProperties;
import alexnet.engine.Event;
import alexnet.engine.HostBuffer;
import alexnet.engine.MatrixMultiply;
import alexnet.engine.OutOfDeviceMemoryException;
import alexnet.engine.PtxModule;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.VendorConvolution;
import alexnet.engine.emulator.loop.VectorProvider;
import alexnet.engine.emulator.math.FusedMultiplyAdd;
import alexnet.engine.emulator.run.WorkerPool;
import alexnet.engine.emulator.state.DirectMemory;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.MemoryTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A device that runs PTX on the JVM.
 *
 * <p>Any number of them may be open; they share one pool of worker threads, and their memory one address space. Every
 * result has the bits that IEEE arithmetic gives, whatever the number of threads. Each access to memory is checked, and
 * a launch that does something it must not stops with a {@link alexnet.engine.KernelFaultException} that says where.
 *
 * <p>Memory of its kernels lies outside the Java heap; it is limited by {@code -XX:MaxDirectMemorySize}, which is {@code
 * -Xmx} unless set. docs/emulator/instructions.md says which PTX runs, docs/emulator-library.md has a program to begin with.
 */
public final class EmulatedDevice implements Device {

    static final int MAX_THREADS = 1024;
    static final int SHARED_BYTES = 48 * 1024;

    private final int ordinal;
    private final long capacity;
    private final EmulatorOptions options;
    private final WorkerPool workers;
    private final boolean ownsWorkers;
    private final Set<Memory> allocations = new HashSet<>();
    private final List<EmulatedStream> streams = new ArrayList<>();
    private final Observers observers;
    private long used;
    private boolean closed;

    /**
     * A device with three quarters of the memory that the JVM may use outside its heap.
     *
     * @param ordinal the number in its name, {@code emulator:ordinal}
     */
    public EmulatedDevice(int ordinal) {
        this(ordinal, defaultCapacity());
    }

    /**
     * A device with three quarters of the memory that the JVM may use outside its heap, and options of its own.
     *
     * @param ordinal the number in its name, {@code emulator:ordinal}
     * @param options how it runs kernels
     */
    public EmulatedDevice(int ordinal, EmulatorOptions options) {
        this(ordinal, defaultCapacity(), options);
    }

    /**
     * A device with a memory of its own size.
     *
     * @param ordinal the number in its name, {@code emulator:ordinal}
     * @param capacity bytes of global memory
     */
    public EmulatedDevice(int ordinal, long capacity) {
        this(ordinal, capacity, EmulatorOptions.defaults());
    }

    /**
     * A device with a memory of its own size and options of its own.
     *
     * @param ordinal the number in its name, {@code emulator:ordinal}
     * @param capacity bytes of global memory
     * @param options how it runs kernels
     */
    public EmulatedDevice(int ordinal, long capacity, EmulatorOptions options) {
        this(ordinal, capacity, options, WorkerPool.shared(), false);
    }

    private EmulatedDevice(
            int ordinal, long capacity, EmulatorOptions options, WorkerPool workers, boolean ownsWorkers) {
        this.ordinal = ordinal;
        this.capacity = capacity;
        this.options = Objects.requireNonNull(options, "options");
        this.workers = workers;
        this.ownsWorkers = ownsWorkers;
        String name = name();
        this.observers = new Observers(options.observers().stream()
                .map(observer -> observer.apply(name))
                .toList());
    }

    /**
     * A device that has worker threads to itself, which end when it is closed. Other devices share one thread for each
     * processor, or as many as the system property {@code alexnet.emulator.workers} says. Bits do not depend on the
     * number of threads.
     *
     * @param ordinal the number in its name, {@code emulator:ordinal}
     * @param threads 1 to 1024
     * @return a device with the options of {@link EmulatorOptions#defaults}
     * @throws IllegalArgumentException when the number of threads is out of range
     */
    public static EmulatedDevice withWorkers(int ordinal, int threads) {
        EmulatorOptions options = EmulatorOptions.defaults();
        return new EmulatedDevice(ordinal, defaultCapacity(), options, new WorkerPool(threads), true);
    }

    /** Whether emulators of this JVM have loops over the Vector API, which they use once these are warm. */
    public static boolean usesVectorApi() {
        return VectorProvider.chosen().present();
    }

    private static long defaultCapacity() {
        return Runtime.getRuntime().maxMemory() / 4 * 3;
    }

    EmulatorOptions options() {
        return options;
    }

    /** The threads that run this device. */
    WorkerPool workers() {
        return workers;
    }

    @Override
    public String name() {
        return "emulator:" + ordinal;
    }

    @Override
    public DeviceProperties properties() {
        int threads = workers.threads();
        String description = "PTX emulator, " + threads + (threads == 1 ? " worker thread" : " worker threads")
                + (FusedMultiplyAdd.IN_HARDWARE
                        ? ""
                        : " (this processor or JVM has no fused multiply-add: thousands of times slower)");
        return new DeviceProperties(description, 6, 0, capacity, threads, SHARED_BYTES, MAX_THREADS);
    }

    @Override
    public DeviceBuffer allocate(long bytes, String label) {
        return allocateOwn(bytes, label);
    }

    /** {@link #allocate} for those who need to know what kind of buffer it is. */
    EmulatedBuffer allocateOwn(long bytes, String label) {
        if (bytes < 1) {
            throw new IllegalArgumentException("'" + label + "': size (expected at least 1 byte, found " + bytes + ")");
        }
        synchronized (this) {
            requireOpen();
            if (bytes > MemoryTable.LARGEST_ALLOCATION || bytes > capacity - used) {
                throw new OutOfDeviceMemoryException(
                        "'" + label + "' does not fit on " + name() + " (wanted " + bytes + " bytes, free "
                                + (capacity - used) + " of " + capacity + ", largest single allocation "
                                + MemoryTable.LARGEST_ALLOCATION + ")",
                        "the emulator's memory is three quarters of the JVM's limit: raise -Xmx, or use a smaller batch");
            }
            DirectMemory memory = MemoryTable.GLOBAL.allocate(bytes, label);
            used += bytes;
            allocations.add(memory);
            observers.allocated(memory.base, bytes, label);
            return new EmulatedBuffer(this, memory, 0, bytes, true);
        }
    }

    void free(Memory memory) {
        synchronized (this) {
            if (allocations.remove(memory)) {
                used -= memory.size;
                observers.freed(memory.base);
                MemoryTable.GLOBAL.free(memory);
            }
        }
    }

    @Override
    public HostBuffer allocateHost(long bytes) {
        return new EmulatedHostBuffer(bytes);
    }

    @Override
    public synchronized Stream createStream() {
        requireOpen();
        EmulatedStream stream = new EmulatedStream(this);
        streams.add(stream);
        return stream;
    }

    synchronized void remove(EmulatedStream stream) {
        streams.remove(stream);
    }

    @Override
    public Event createEvent() {
        return new EmulatedEvent(this);
    }

    @Override
    public PtxModule load(PtxSource ptx) {
        requireOpen();
        return new EmulatedModule(this, ptx);
    }

    @Override
    public void synchronize() {
        RuntimeException first = null;
        for (EmulatedStream stream : openStreams()) {
            try {
                stream.synchronize();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    Observers observers() {
        return observers;
    }

    private synchronized List<EmulatedStream> openStreams() {
        return List.copyOf(streams);
    }

    @Override
    public boolean canAccessPeer(Device peer) {
        return peer instanceof EmulatedDevice;
    }

    @Override
    public Optional<MatrixMultiply> matrixMultiply() {
        return Optional.empty();
    }

    @Override
    public Optional<VendorConvolution> vendorConvolution() {
        return Optional.empty();
    }

    /** The buffer as one of this device's. */
    EmulatedBuffer own(DeviceBuffer buffer) {
        if (buffer.device() != this) {
            throw new IllegalArgumentException(
                    "'" + buffer.label() + "' lies on " + buffer.device().name() + ", not on " + name());
        }
        return EmulatedBuffer.of(buffer);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(name() + " is closed");
        }
    }

    @Override
    public void close() {
        openStreams().forEach(EmulatedStream::quiet);
        List<Memory> left;
        boolean closing;
        synchronized (this) {
            closing = !closed;
            closed = true;
            left = List.copyOf(allocations);
        }
        try {
            if (closing) {
                observers.closing();
            }
        } finally {
            left.forEach(this::free);
            if (ownsWorkers) {
                workers.close();
            }
        }
    }
}
