package alexnet.engine.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alexnet.engine.Device;
import alexnet.engine.DeviceProperties;
import alexnet.engine.DeviceReport;
import alexnet.engine.DeviceUnavailableException;
import alexnet.engine.EngineException;
import alexnet.engine.cuda.CudaDriver;
import alexnet.engine.emulator.EmulatedDevice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DevicesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "emulator | emulator:0 emulator:1",
                "emulator:0 | emulator:0",
                "emulator:0,emulator:0 | emulator:0 emulator:0",
                "emulator:1,emulator:0 | emulator:1 emulator:0",
                " emulator:0 , emulator:12 | emulator:0 emulator:12",
            })
    void opensEmulatedDevicesInTheOrderNamed(String spec, String names) {
        try (DeviceSet set = Devices.open(spec)) {
            assertThat(set.devices()).allMatch(EmulatedDevice.class::isInstance);
            assertThat(set.devices().stream().map(Device::name)).containsExactly(names.split(" "));
            assertThat(set.explanation()).contains("emulator").doesNotContain("\n");
        }
    }

    @Test
    void theSameNameTwiceIsTheSameDevice() {
        try (DeviceSet set = Devices.open("emulator:0,emulator:0")) {
            assertThat(set.devices().get(1)).isSameAs(set.devices().get(0));
        }
        try (DeviceSet set = Devices.open("emulator")) {
            assertThat(set.devices().get(1)).isNotSameAs(set.devices().get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "cuda",
                "gpu",
                "cpu",
                "cuda:",
                "cuda:-1",
                "cuda:x",
                "cuda:0,",
                "cuda:0;cuda:1",
                "CUDA:0",
                "emulator:0,cuda:0",
                "auto,emulator",
                "cuda:99999"
            })
    void refusesWhatIsNoDeviceList(String spec) {
        assertThatThrownBy(() -> Devices.open(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--devices: ")
                .hasMessageContainingAll("expected auto", "found " + spec);
    }

    @Test
    void aGpuThatIsNotThereIsAnErrorThatSaysWhatIs() {
        int count = CudaDriver.deviceCount();
        assertThatThrownBy(() -> Devices.open("cuda:999"))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageStartingWith("cuda:999: ")
                .hasMessageContaining(count == 0 ? CudaDriver.problem() : "found " + count)
                .extracting(e -> ((EngineException) e).hint().orElse(""))
                .asString()
                .isNotBlank();
    }

    @Test
    void autoTakesTheEmulatorWithoutGpuAndSaysWhy() {
        assumeFalse(CudaDriver.available(), "there is a GPU here");
        try (DeviceSet set = Devices.open("auto")) {
            assertThat(set.devices().stream().map(Device::name)).containsExactly("emulator:0", "emulator:1");
            assertThat(set.explanation()).contains("emulator:0,emulator:1", CudaDriver.problem());
        }
    }

    @Test
    void autoTakesGpusWhereThereAreSome() {
        assumeTrue(CudaDriver.available(), () -> "no GPU here: " + CudaDriver.problem());
        List<String> expected =
                CudaDriver.deviceCount() == 1 ? List.of("cuda:0", "cuda:0") : List.of("cuda:0", "cuda:1");
        try (DeviceSet set = Devices.open("auto")) {
            assertThat(set.devices().stream().map(Device::name)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void reportsEverythingOrWhyNot() {
        DeviceReport report = Devices.report();
        assertThat(report.driver().version() == null).isEqualTo(report.driver().problem() != null);
        assertThat(report.gpus()).hasSize(CudaDriver.deviceCount());
        for (DeviceReport.Library library : List.of(report.cublas(), report.cudnn())) {
            assertThat(library.version() == null).isEqualTo(library.problem() != null);
            assertThat(library.problem() == null).isEqualTo(library.hint() == null);
        }
        assertThat(report.emulator().cores()).isPositive();
        assertThat(report.emulator().memoryLimit()).isPositive();
        assertThat(report.lines()).hasSizeGreaterThanOrEqualTo(4).allMatch(line -> !line.isBlank());
        assertThat(report.lines()).noneMatch(line -> line.contains("null") || line.contains("Exception"));
    }

    @Test
    void reportsPeerAccessOfEveryGpu() {
        DeviceProperties h100 = new DeviceProperties("NVIDIA H100", 9, 0, 80L << 30, 132, 48 << 10, 1024);
        DeviceReport report = new DeviceReport(
                new DeviceReport.Driver("13.0", null, null),
                List.of(
                        new DeviceReport.Gpu(0, h100, 79L << 30, List.of(true, true), null),
                        new DeviceReport.Gpu(1, h100, 0, List.of(false, true), "held by another process")),
                new DeviceReport.Library("cuBLAS", "12.6.4", "/usr/lib/libcublas.so.12", null, null),
                new DeviceReport.Library("cuDNN", null, null, "does not load (x)", "install it"),
                new DeviceReport.Emulator(8, 6L << 30, true));
        assertThat(report.lines())
                .containsExactly(
                        "CUDA driver: serves CUDA 13.0",
                        "cuda:0: NVIDIA H100, compute capability 9.0, 132 multiprocessors, 81920 MiB (80896 MiB free),"
                                + " reaches cuda:1 directly",
                        "cuda:1: NVIDIA H100, compute capability 9.0, 132 multiprocessors, 81920 MiB (not usable: held"
                                + " by another process), reaches no other GPU directly (copies go through host memory)",
                        "cuBLAS: 12.6.4 (/usr/lib/libcublas.so.12)",
                        "cuDNN: does not load (x)",
                        "  hint: install it",
                        "emulator: 8 processor core(s), 6144 MiB of memory per device, processor has fused"
                                + " multiply-add");
    }
}
