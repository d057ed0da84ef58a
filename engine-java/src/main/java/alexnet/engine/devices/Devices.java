package alexnet.engine.devices;

import alexnet.engine.Device;
import alexnet.engine.DeviceProperties;
import alexnet.engine.DeviceReport;
import alexnet.engine.DeviceUnavailableException;
import alexnet.engine.EngineException;
import alexnet.engine.cuda.CudaDevice;
import alexnet.engine.cuda.CudaDriver;
import alexnet.engine.cuda.DeviceQuery;
import alexnet.engine.cuda.VendorLibraries;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.EmulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens devices by the names that users give them, and reports what the machine has. */
public final class Devices {

    private Devices() {}

    /**
     * Opens the devices of a list.
     *
     * <p>{@code auto} takes {@code cuda:0,cuda:1} where there are two GPUs, {@code cuda:0,cuda:0} where there is one and
     * {@code emulator} where there is none. {@code emulator} is short for {@code emulator:0,emulator:1}. All else is a
     * comma-separated list of {@code cuda:N} or of {@code emulator:N}; the same name twice is the same device twice.
     *
     * @param spec the list as the user wrote it
     * @return the devices, open; the caller closes the set
     * @throws IllegalArgumentException when the text is no device list
     * @throws DeviceUnavailableException when a GPU that it names is not there, saying what was found
     */
    public static DeviceSet open(String spec) {
        DeviceList list = DeviceList.parse(spec);
        if (!list.isAuto()) {
            return open(list, names(list) + ", as asked");
        }
        if (!CudaDriver.available()) {
            return open(
                    DeviceList.parse("emulator"),
                    "auto: emulator:0,emulator:1, because there is no GPU to use: " + CudaDriver.problem());
        }
        return CudaDriver.deviceCount() == 1
                ? open(DeviceList.parse("cuda:0,cuda:0"), "auto: cuda:0,cuda:0, both halves on the one GPU")
                : open(
                        DeviceList.parse("cuda:0,cuda:1"),
                        "auto: cuda:0,cuda:1, the first two of " + CudaDriver.deviceCount() + " GPUs");
    }

    /**
     * Opens emulated devices that do more than run kernels, such as watch over them. {@code auto} is short for
     * {@code emulator} here.
     *
     * @param spec the list as the user wrote it
     * @param options how the devices run kernels
     * @return the devices, open; the caller closes the set
     * @throws IllegalArgumentException when the text is no device list, or names a GPU
     */
    public static DeviceSet openEmulated(String spec, EmulatorOptions options) {
        DeviceList asked = DeviceList.parse(spec);
        DeviceList list = asked.isAuto() ? DeviceList.parse("emulator") : asked;
        for (DeviceList.Name name : list.names()) {
            if (name.kind() != DeviceList.Kind.EMULATOR) {
                throw new IllegalArgumentException(
                        "works on emulated devices only (expected emulator or emulator:N, found " + name + ")");
            }
        }
        return open(
                list,
                names(list) + ", " + (asked.isAuto() ? "which watch over kernels" : "as asked"),
                name -> new EmulatedDevice(name.ordinal(), options));
    }

    private static DeviceSet open(DeviceList list, String explanation) {
        return open(list, explanation, Devices::create);
    }

    private static DeviceSet open(DeviceList list, String explanation, Function<DeviceList.Name, Device> create) {
        Map<DeviceList.Name, Device> opened = new LinkedHashMap<>();
        try {
            List<Device> devices = new ArrayList<>();
            for (DeviceList.Name name : list.names()) {
                devices.add(opened.computeIfAbsent(name, create));
            }
            return new DeviceSet(devices, explanation);
        } catch (EngineException e) {
            opened.values().forEach(Device::close);
            throw e;
        }
    }

    private static Device create(DeviceList.Name name) {
        return switch (name.kind()) {
            case CUDA -> new CudaDevice(name.ordinal());
            case EMULATOR -> new EmulatedDevice(name.ordinal());
        };
    }

    private static String names(DeviceList list) {
        return list.names().stream().map(DeviceList.Name::toString).collect(Collectors.joining(","));
    }

    /**
     * Looks at driver, GPUs, vendor libraries and emulator; what is missing is part of the report, never an error.
     *
     * @return what was found
     */
    public static DeviceReport report() {
        List<DeviceReport.Gpu> gpus = new ArrayList<>();
        for (int ordinal = 0; ordinal < CudaDriver.deviceCount(); ordinal++) {
            gpus.add(gpu(ordinal));
        }
        return new DeviceReport(
                new DeviceReport.Driver(CudaDriver.versionText(), CudaDriver.problem(), CudaDriver.hint()),
                List.copyOf(gpus),
                VendorLibraries.cublas(),
                VendorLibraries.cudnn(),
                emulator());
    }

    private static DeviceReport.Gpu gpu(int ordinal) {
        DeviceProperties properties = DeviceQuery.properties(ordinal);
        List<Boolean> peers = DeviceQuery.peers(ordinal);
        try (CudaDevice device = new CudaDevice(ordinal)) {
            return new DeviceReport.Gpu(ordinal, properties, device.freeMemory(), peers, null);
        } catch (EngineException e) {
            return new DeviceReport.Gpu(ordinal, properties, 0, peers, e.getMessage());
        }
    }

    private static DeviceReport.Emulator emulator() {
        try (EmulatedDevice device = new EmulatedDevice(0)) {
            DeviceProperties properties = device.properties();
            return new DeviceReport.Emulator(
                    properties.multiprocessors(), properties.totalMemory(), hasFusedMultiplyAdd());
        }
    }

    /** Where the system does not tell, the instruction is taken to be there, as it is in every processor since 2013. */
    private static boolean hasFusedMultiplyAdd() {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return true;
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(Devices::listsFma)
                    .orElse(true);
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean listsFma(String flags) {
        return (flags + " ").contains(" fma ");
    }
}
