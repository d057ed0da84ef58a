package alexnet.kernels;

import alexnet.engine.Device;
import alexnet.engine.Kernel;
import alexnet.engine.PtxModule;
import alexnet.engine.PtxSource;
import java.util.HashMap;
import java.util.Map;

/** The kernels of one device: loads each PTX file on first use and keeps it until closed. */
public final class KernelLibrary implements AutoCloseable {

    private final Device device;
    private final Map<String, PtxModule> modules = new HashMap<>();

    public KernelLibrary(Device device) {
        this.device = device;
    }

    /** The device on which the kernels run. */
    public Device device() {
        return device;
    }

    /**
     * A kernel by file and name.
     *
     * @param file the .cu file without its ending, such as {@code lrn}
     * @param name the {@code extern "C"} name
     * @throws alexnet.engine.PtxException when file or kernel are not there
     */
    public Kernel kernel(String file, String name) {
        return modules.computeIfAbsent(file, this::load).kernel(name);
    }

    private PtxModule load(String file) {
        return device.load(PtxSource.resource(KernelLibrary.class, "/alexnet/kernels/ptx/" + file + ".ptx"));
    }

    @Override
    public void close() {
        modules.values().forEach(PtxModule::close);
        modules.clear();
    }
}
