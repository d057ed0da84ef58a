package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.KernelFaultException;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.OutOfDeviceMemoryException;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a kernel that does something wrong is told. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FaultTest {

    private static KernelFaultException fault(PtxSource ptx, LaunchGeometry geometry, int words) {
        return catchThrowableOfType(KernelFaultException.class, () -> PtxProgram.run(ptx, geometry, new int[words]));
    }

    @Test
    void outOfBoundsNamesEverything() {
        PtxSource ptx = PtxProgram.source("""
                .visible .entry k(.param .u64 p)
                {
                .reg .b32 %r<4>;
                .reg .b64 %rd<4>;
                ld.param.u64 %rd0, [p];
                .loc 1 17 3
                mov.u32 %r0, %tid.x;
                mul.wide.u32 %rd1, %r0, 4;
                add.s64 %rd1, %rd1, %rd0;
                .loc 1 19 5
                st.global.u32 [%rd1+8], %r0;
                ret;
                }
                .file 1 "/somewhere/sample.cu"
                """);
        KernelFaultException fault = fault(ptx, LaunchGeometry.of(2, 1, 1, 16, 2), 16);
        assertThat(fault)
                .hasMessageContaining("kernel k")
                .hasMessageContaining("test.ptx:14")
                .hasMessageContaining("sample.cu:19")
                .hasMessageContaining("st.global.u32")
                .hasMessageContaining("block (0,0,0)")
                .hasMessageContaining("thread (14,0,0)")
                .hasMessageContaining("write of 4 bytes")
                .hasMessageContaining("0 bytes after the end of 'buffer0' (64 bytes)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ld.global.f32 %f1, [%rd0+-4]; read of 4 bytes; 4 bytes before the start of 'buffer0'",
                "ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd0+56]; read of 16 bytes; byte 56 of 'buffer0'",
                "ld.global.u32 %r1, [%rd0+2]; misaligned read of 4 bytes; buffer0",
                "ld.global.v2.f32 {%f1, %f2}, [%rd0+4]; misaligned read of 8 bytes; buffer0",
                "st.shared.u32 [%r0+128], %r0; write of 4 bytes; the kernel has 128 bytes of shared memory",
                "ld.shared.u32 %r1, [%r0+3]; misaligned; shared memory",
                "ld.u32 %r1, [%rd9]; read of 4 bytes; a null pointer",
                "trap; trap instruction; thread (0,0,0)",
                "st.local.u32 [stack+16], %r0; outside the thread's own 16 bytes; local memory",
                "atom.global.add.u32 %r1, [%rd0+64], %r0; atomic access; after the end of 'buffer0'"
            })
    void oneInstruction(String instruction, String what, String where) {
        String body = ".shared .align 4 .b8 s[128];\n.local .align 4 .b8 stack[16];\n" + instruction + ";\n";
        KernelFaultException fault = fault(PtxProgram.kernel(1, body), PtxProgram.threads(2), 16);
        assertThat(fault)
                .hasMessageContaining("kernel k")
                .hasMessageContaining(what)
                .hasMessageContaining(where)
                .hasMessageContaining("test.ptx:");
    }

    @ParameterizedTest
    @CsvSource({"4, 32", "8, 32", "0, 32", "4, 5"})
    void constantMemoryCannotBeWritten(int step, int threads) {
        PtxSource ptx = PtxProgram.source("""
                .const .align 4 .f32 table[256];
                .visible .entry k(.param .u64 p)
                {
                .reg .b32 %r<4>;
                .reg .b64 %rd<4>;
                .reg .f32 %f<2>;
                mov.u32 %r0, %tid.x;
                mul.lo.u32 %r1, %r0, STEP;
                cvt.u64.u32 %rd1, %r1;
                mov.u64 %rd2, table;
                cvta.const.u64 %rd2, %rd2;
                add.s64 %rd3, %rd1, %rd2;
                cvt.rn.f32.u32 %f1, %r0;
                st.f32 [%rd3], %f1;
                ret;
                }
                """.replace("STEP", String.valueOf(step)));
        assertThat(fault(ptx, PtxProgram.threads(threads), 16))
                .hasMessageContaining("st.f32")
                .hasMessageContaining("thread (0,0,0)")
                .hasMessageContaining("write of 4 bytes at byte 0 of constant memory, which kernels may only read");
    }

    @Test
    void misusedAddressOfOneThreadOnly() {
        String body = """
                mov.u32 %r2, %tid.y;
                mad.lo.u32 %r2, %r2, 8, %r0;
                setp.eq.u32 %p1, %r2, 37;
                selp.b32 %r1, 1000, 0, %p1;
                mul.wide.u32 %rd5, %r1, 4;
                add.s64 %rd5, %rd5, %rd0;
                ld.global.f32 %f1, [%rd5];
                """;
        assertThat(fault(PtxProgram.kernel(1, body), LaunchGeometry.of(1, 1, 1, 8, 8), 16))
                .hasMessageContaining("thread (5,4,0)")
                .hasMessageContaining("3936 bytes after the end of 'buffer0'");
    }

    @Test
    void useAfterFree() {
        try (EmulatedDevice device = new EmulatedDevice(0)) {
            Stream stream = device.createStream();
            Kernel kernel = device.load(PtxProgram.kernel(1, "ld.global.u32 %r1, [%rd0];"))
                    .kernel("k");
            DeviceBuffer buffer = device.allocate(64, "conv1.weight");
            KernelArguments arguments = new KernelArguments().pointer(buffer);
            stream.launch(kernel, PtxProgram.threads(1), arguments);
            stream.synchronize();
            buffer.close();
            stream.launch(kernel, PtxProgram.threads(1), arguments);
            assertThatThrownBy(stream::synchronize)
                    .isInstanceOf(KernelFaultException.class)
                    .hasMessageContaining("byte 0 of 'conv1.weight' (64 bytes, already freed)");
            assertThatThrownBy(() -> buffer.write(new int[1])).hasMessageContaining("has been freed");
        }
    }

    @Test
    void barrierDivergenceIsReportedAndDoesNotHang() {
        String body = """
                setp.lt.u32 %p1, %r0, 5;
                @%p1 bra first;
                bar.sync 0;
                bra done;
                first:
                bar.sync 0;
                done:
                """;
        assertThat(fault(PtxProgram.kernel(1, body), PtxProgram.threads(32), 1))
                .hasMessageContaining("barrier divergence")
                .hasMessageContaining("line ");
    }

    @Test
    void theLowestBlockIsReportedInEveryRun() {
        String body = """
                mov.u32 %r1, %ctaid.x;
                setp.lt.u32 %p1, %r1, 300;
                @%p1 ret;
                ld.global.u32 %r1, [%rd0+4096];
                """;
        for (int run = 0; run < 20; run++) {
            assertThat(fault(PtxProgram.kernel(1, body), LaunchGeometry.of(1000, 1, 1, 1, 1), 1))
                    .hasMessageContaining("block (300,0,0)");
        }
    }

    @Test
    void theStreamGoesOnAfterItsFaultWasReported() {
        try (EmulatedDevice device = new EmulatedDevice(0)) {
            Stream stream = device.createStream();
            DeviceBuffer buffer = device.allocate(4, "value");
            Kernel bad = device.load(PtxProgram.kernel(1, "trap;")).kernel("k");
            Kernel good = device.load(PtxProgram.kernel(1, "mov.u32 %r1, 9;\nst.global.u32 [%rd0], %r1;"))
                    .kernel("k");
            KernelArguments arguments = new KernelArguments().pointer(buffer);
            stream.launch(bad, PtxProgram.threads(1), arguments);
            stream.launch(good, PtxProgram.threads(1), arguments);
            assertThatThrownBy(stream::synchronize).isInstanceOf(KernelFaultException.class);
            int[] value = new int[1];
            buffer.read(value);
            assertThat(value).as("work behind the fault is dropped").containsExactly(0);
            stream.launch(good, PtxProgram.threads(1), arguments);
            stream.synchronize();
            buffer.read(value);
            assertThat(value).containsExactly(9);
        }
    }

    @Test
    void launchesThatCannotBe() {
        PtxSource ptx = PtxProgram.kernel(1, ".shared .align 4 .b8 s[40000];\nst.shared.u32 [s], %r0;");
        assertThatThrownBy(() -> PtxProgram.run(ptx, PtxProgram.threads(1025), new int[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1024")
                .hasMessageContaining("1025");
        assertThatThrownBy(() -> PtxProgram.run(ptx, new LaunchGeometry(1, 1, 1, 1, 1, 1, 10_000), new int[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("49152")
                .hasMessageContaining("50000");
    }

    @Test
    void memoryThatDoesNotFit() {
        try (EmulatedDevice device = new EmulatedDevice(3, 1000)) {
            DeviceBuffer first = device.allocate(600, "first");
            assertThatThrownBy(() -> device.allocate(500, "second"))
                    .isInstanceOf(OutOfDeviceMemoryException.class)
                    .hasMessageContaining("second")
                    .hasMessageContaining("emulator:3")
                    .hasMessageContaining("500")
                    .hasMessageContaining("400");
            first.close();
            device.allocate(500, "second").close();
        }
    }
}
