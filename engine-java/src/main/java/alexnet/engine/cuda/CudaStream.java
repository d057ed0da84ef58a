package alexnet.engine.cuda;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.Event;
import alexnet.engine.HostBuffer;
import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import java.util.HashMap;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** A non-blocking stream of one GPU. */
public final class CudaStream implements Stream {

    /** Set to true to wait after each launch, so that a fault names the one kernel that caused it. */
    static final String SYNC_PROPERTY = "alexnet.cuda.sync";

    private final CudaDevice device;
    private final int number;
    private final CUstream stream = new CUstream();
    private final CudaHostBuffer parameterMemory;
    private final ParameterBlock parameters;
    private final Map<CudaDevice, HostStaging> staging = new HashMap<>();
    private final boolean waitAfterLaunch = Boolean.getBoolean(SYNC_PROPERTY);
    private boolean closed;

    /**
     * Made on the device that is current.
     *
     * @param number for messages
     */
    CudaStream(CudaDevice device, int number) {
        this.device = device;
        this.number = number;
        device.check(
                "cuStreamCreate",
                device.name(),
                () -> JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        this.parameterMemory = device.allocateHost(ParameterBlock.BYTES);
        this.parameters = new ParameterBlock(parameterMemory.pointer());
    }

    @Override
    public Device device() {
        return device;
    }

    int number() {
        return number;
    }

    /** Makes the device current and gives the driver's stream, for calls of vendor libraries. */
    CUstream handle() {
        if (closed) {
            throw new IllegalStateException("stream " + number + " of " + device.name() + ": already closed");
        }
        device.makeCurrent();
        return stream;
    }

    @Override
    public void launch(Kernel kernel, LaunchGeometry geometry, KernelArguments arguments) {
        if (!(kernel instanceof CudaKernel entry) || entry.device() != device) {
            throw new IllegalArgumentException("kernel " + kernel.name() + ": not loaded on " + device.name());
        }
        arguments.requireMatch(kernel);
        device.limits().require(entry, geometry);
        CUstream handle = handle();
        Pointer block = parameters.fill(arguments.values());
        device.launches().add(this, entry, geometry);
        device.check(
                "cuLaunchKernel",
                entry.name(),
                () -> JCudaDriver.cuLaunchKernel(
                        entry.function(),
                        geometry.gridX(),
                        geometry.gridY(),
                        geometry.gridZ(),
                        geometry.blockX(),
                        geometry.blockY(),
                        geometry.blockZ(),
                        geometry.dynamicSharedBytes(),
                        handle,
                        block,
                        null));
        if (waitAfterLaunch) {
            synchronize();
        }
    }

    @Override
    public void copy(DeviceBuffer to, DeviceBuffer from) {
        CudaBuffer target = device.requireOwn(to);
        if (!(from instanceof CudaBuffer origin)) {
            throw new IllegalArgumentException(
                    from.label() + ": not on a GPU (expected a buffer of a CUDA device, found "
                            + from.device().name() + ")");
        }
        if (target.bytes() != origin.bytes()) {
            throw new IllegalArgumentException("copy of " + from.label() + " to " + to.label() + ": sizes differ"
                    + " (expected " + to.bytes() + " bytes, found " + from.bytes() + ")");
        }
        CudaDevice other = origin.device();
        DevicePointer write = target.pointer();
        DevicePointer read = origin.pointer();
        long bytes = target.bytes();
        CUstream handle = handle();
        if (other.ordinal() == device.ordinal()) {
            device.check(
                    "cuMemcpyDtoDAsync",
                    target.label(),
                    () -> JCudaDriver.cuMemcpyDtoDAsync(write, read, bytes, handle));
        } else if (device.canAccessPeer(other)) {
            device.check(
                    "cuMemcpyPeerAsync",
                    target.label(),
                    () -> JCudaDriver.cuMemcpyPeerAsync(write, device.context(), read, other.context(), bytes, handle));
        } else {
            staging.computeIfAbsent(other, source -> source.own(() -> new HostStaging(source, device)))
                    .copy(target, origin, handle);
        }
    }

    @Override
    public void upload(DeviceBuffer to, HostBuffer from) {
        CudaBuffer target = device.requireOwn(to);
        CudaHostBuffer origin = pinned(from);
        if (target.bytes() > origin.bytes()) {
            throw new IllegalArgumentException("upload to " + to.label() + ": host buffer too small (expected at least "
                    + to.bytes() + " bytes, found " + from.bytes() + ")");
        }
        DevicePointer write = target.pointer();
        CUstream handle = handle();
        device.check(
                "cuMemcpyHtoDAsync",
                target.label(),
                () -> JCudaDriver.cuMemcpyHtoDAsync(write, origin.pointer(), target.bytes(), handle));
    }

    @Override
    public void download(HostBuffer to, DeviceBuffer from) {
        CudaBuffer origin = device.requireOwn(from);
        CudaHostBuffer target = pinned(to);
        if (origin.bytes() > target.bytes()) {
            throw new IllegalArgumentException("download of " + from.label()
                    + ": host buffer too small (expected at least " + from.bytes() + " bytes, found " + to.bytes()
                    + ")");
        }
        DevicePointer read = origin.pointer();
        CUstream handle = handle();
        device.check(
                "cuMemcpyDtoHAsync",
                origin.label(),
                () -> JCudaDriver.cuMemcpyDtoHAsync(target.pointer(), read, origin.bytes(), handle));
    }

    @Override
    public void zero(DeviceBuffer buffer) {
        CudaBuffer target = device.requireOwn(buffer);
        DevicePointer write = target.pointer();
        CUstream handle = handle();
        device.check(
                "cuMemsetD8Async",
                target.label(),
                () -> JCudaDriver.cuMemsetD8Async(write, (byte) 0, target.bytes(), handle));
    }

    @Override
    public void record(Event event) {
        if (!(event instanceof CudaEvent own) || own.device() != device) {
            throw new IllegalArgumentException("event: not made by " + device.name() + ", whose stream records it");
        }
        CUstream handle = handle();
        device.check("cuEventRecord", device.name(), () -> JCudaDriver.cuEventRecord(own.handle(), handle));
        own.markRecorded();
    }

    @Override
    public void await(Event event) {
        if (!(event instanceof CudaEvent other)) {
            throw new IllegalArgumentException("event: not of a CUDA device, as " + device.name() + " is");
        }
        CUstream handle = handle();
        device.check(
                "cuStreamWaitEvent", device.name(), () -> JCudaDriver.cuStreamWaitEvent(handle, other.handle(), 0));
    }

    @Override
    public void synchronize() {
        CUstream handle = handle();
        device.check("cuStreamSynchronize", device.name(), () -> JCudaDriver.cuStreamSynchronize(handle));
        device.launches().reached(this);
    }

    private CudaHostBuffer pinned(HostBuffer buffer) {
        if (!(buffer instanceof CudaHostBuffer pinned)) {
            throw new IllegalArgumentException("host buffer: not made by a CUDA device, as " + device.name() + " is");
        }
        return pinned;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            // Work may still read the staging memory that is about to be freed.
            device.release(this, "cuStreamSynchronize", () -> JCudaDriver.cuStreamSynchronize(stream));
            staging.values().forEach(HostStaging::close);
            device.release(this, "cuStreamDestroy", () -> JCudaDriver.cuStreamDestroy(stream));
            parameterMemory.close();
        }
    }
}
