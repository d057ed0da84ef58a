package alexnet.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.DeviceProperties;
import org.junit.jupiter.api.Test;

/** The floor of a device: peaks of known GPUs, and the slower of arithmetic and memory. */
final class FloorTest {

    private static DeviceProperties gpu(String description, int multiprocessors) {
        return new DeviceProperties(description, 9, 0, 1L << 36, multiprocessors, 49152, 1024);
    }

    @Test
    void peaksAreThoseOfTheDataSheets() {
        Floor h100 = Floor.ofGpu(gpu("NVIDIA H100 80GB HBM3", 132));
        assertThat(h100.gflops()).isCloseTo(67_000, within(200.0));
        assertThat(h100.gigabytesPerSecond()).isEqualTo(3350);
        Floor v100 = Floor.ofGpu(gpu("Tesla V100-SXM2-16GB", 80));
        assertThat(v100.gflops()).isCloseTo(15_700, within(100.0));
        assertThat(v100.gigabytesPerSecond()).isEqualTo(900);
    }

    @Test
    void otherGpusHaveNoFloor() {
        assertThat(Floor.ofGpu(gpu("NVIDIA H100 PCIe", 114))).isNull();
        assertThat(Floor.ofGpu(gpu("NVIDIA GeForce RTX 3090", 82))).isNull();
    }

    @Test
    void theSlowerOfArithmeticAndMemoryCounts() {
        Floor floor = new Floor(1000, 100, "");
        assertThat(floor.seconds(2_000_000_000_000L, 1)).isEqualTo(2);
        assertThat(floor.seconds(1_000_000_000_000L, 300_000_000_000L)).isEqualTo(3);
        assertThat(floor.seconds(0, 50_000_000_000L)).isEqualTo(0.5);
    }
}
