package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxModule;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A launch that cannot be is refused at once, with both values, and leaves the stream as it was. */
final class LaunchErrorTest {

    private static final PtxSource PTX = PtxProgram.source("""
            .extern .shared .b8 dynamic[];
            .visible .entry free(.param .u64 out, .param .u32 n) { ret; }
            .visible .entry exact() .reqntid 32, 2 { ret; }
            .visible .entry most() .maxntid 16, 4 { ret; }
            .visible .entry shared() { .shared .b8 tile[40000]; ret; }
            """);

    private final EmulatedDevice device = new EmulatedDevice(0);
    private final Stream stream = device.createStream();
    private final PtxModule module = device.load(PTX);

    @AfterEach
    void close() {
        device.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exact; 64; 1; 1; 0; another block than its .reqntid (expected [32, 2, 1], found [64, 1, 1])",
                "exact; 32; 1; 1; 0; another block than its .reqntid (expected [32, 2, 1], found [32, 1, 1])",
                "most; 65; 1; 1; 0; for its .maxntid (expected at most 64, found 65)",
                "most; 1025; 1; 1; 0; too large block x (expected at most 1024, found 1025)",
                "most; 1; 1; 65; 0; too large block z (expected at most 64, found 65)",
                "most; 64; 64; 1; 0; too many threads in a block (expected at most 1024, found 4096)",
                "most; 65536; 65536; 1; 0; too large block x (expected at most 1024, found 65536)",
                "shared; 32; 1; 1; 9153; too many bytes of shared memory (expected at most 49152, found 49153)"
            })
    void refusesBlocksThatAreNotPossible(String name, int x, int y, int z, int shared, String reason) {
        Kernel kernel = module.kernel(name);
        LaunchGeometry geometry = new LaunchGeometry(1, 1, 1, x, y, z, shared);
        assertThatThrownBy(() -> stream.launch(kernel, geometry, new KernelArguments()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kernel " + name + ": ")
                .hasMessageContaining(reason);
        stream.synchronize();
    }

    @Test
    void runsBlocksAtTheirLimits() {
        stream.launch(module.kernel("exact"), LaunchGeometry.of(3, 1, 1, 32, 2), new KernelArguments());
        stream.launch(module.kernel("most"), LaunchGeometry.of(1, 1, 1, 64, 1), new KernelArguments());
        stream.launch(
                module.kernel("shared"), new LaunchGeometry(1, 1, 1, 1, 1, 1, 49152 - 40000), new KernelArguments());
        stream.synchronize();
        assertThat(module.kernelNames()).containsExactly("free", "exact", "most", "shared");
    }

    @ParameterizedTest
    @CsvSource({"0,32", "-1,32", "5,0", "5,-3", "9223372036854775807,1"})
    void refusesGridsForNoElements(long elements, int block) {
        assertThatThrownBy(() -> LaunchGeometry.linear(elements, block))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(String.valueOf(elements), String.valueOf(block), "expected", "found");
    }

    @Test
    void refusesExtentsOfZero() {
        assertThatThrownBy(() -> new LaunchGeometry(1, 0, 1, 32, 1, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1x0x1");
        assertThatThrownBy(() -> new LaunchGeometry(1, 1, 1, 32, 1, 1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void refusesArgumentsThatDoNotFit() {
        Kernel kernel = module.kernel("free");
        LaunchGeometry one = LaunchGeometry.linear(1, 1);
        assertThatThrownBy(() -> stream.launch(kernel, one, new KernelArguments().i64(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("kernel free", "expected 2", "found 1");
        assertThatThrownBy(() ->
                        stream.launch(kernel, one, new KernelArguments().i64(1).i64(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("kernel free", "argument 1", "expected 4 bytes", "found 8");
    }

    @Test
    void refusesWhatIsClosed() {
        DeviceBuffer buffer = device.allocate(16, "gone");
        buffer.close();
        assertThatThrownBy(() -> new KernelArguments().pointer(buffer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'gone' has been freed");
        Kernel kernel = module.kernel("most");
        LaunchGeometry one = LaunchGeometry.linear(1, 1);
        module.close();
        assertThatThrownBy(() -> stream.launch(kernel, one, new KernelArguments()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("kernel most", "test.ptx", "closed");
        assertThatThrownBy(() -> module.kernel("free"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("kernel free", "closed");
        Kernel other = device.load(PTX).kernel("most");
        stream.close();
        assertThatThrownBy(() -> stream.launch(other, one, new KernelArguments()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void refusesAKernelOfAnotherDevice() {
        try (EmulatedDevice other = new EmulatedDevice(1)) {
            Kernel kernel = other.load(PTX).kernel("most");
            LaunchGeometry one = LaunchGeometry.linear(1, 1);
            assertThatThrownBy(() -> stream.launch(kernel, one, new KernelArguments()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("kernel most", "emulator:0");
        }
    }
}
