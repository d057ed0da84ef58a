package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alexnet.engine.KernelFaultException;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kernels that never end are reported. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StepLimitTest {

    private static EmulatorOptions limit(long steps) {
        return EmulatorOptions.defaults().withStepLimit(steps);
    }

    private static KernelFaultException fault(PtxSource ptx, LaunchGeometry geometry, long steps) {
        return catchThrowableOfType(
                KernelFaultException.class, () -> PtxProgram.run(limit(steps), ptx, geometry, new int[64]));
    }

    @Test
    void anEndlessLoopOfAllThreadsIsReported() {
        PtxSource ptx = PtxProgram.source("""
                .visible .entry k(.param .u64 p)
                {
                .reg .b32 %r<4>;
                .loc 1 10 3
                mov.u32 %r0, %tid.x;
                .loc 1 12 5
                again:
                add.s32 %r0, %r0, 1;
                bra again;
                }
                .file 1 "/somewhere/spin.cu"
                """);
        assertThat(fault(ptx, LaunchGeometry.of(3, 1, 1, 8, 1), 5000))
                .hasMessageContaining("kernel k")
                .hasMessageContaining("test.ptx:11 (spin.cu:12)")
                .hasMessageContaining("block (0,0,0)")
                .hasMessageContaining("thread (0,0,0)")
                .hasMessageContaining("no end after 5000 steps")
                .hasMessageContaining("in the loop from line 11 (spin.cu:12)")
                .hasMessageContaining("-Dalexnet.emulator.steps");
    }

    /** Thread 7 of block 2 alone; the loop's own line is named, not that of the loop around it. */
    @Test
    void anEndlessInnerLoopOfOneThreadIsReported() {
        String body = """
                mov.u32 %r2, %ctaid.x;
                setp.ne.u32 %p0, %r2, 2;
                @%p0 ret;
                outer:
                setp.ne.u32 %p1, %r0, 7;
                @%p1 bra behind;
                inner:
                mov.u32 %r3, 1;
                bra inner;
                behind:
                add.s32 %r4, %r4, 1;
                setp.lt.u32 %p2, %r4, 3;
                @%p2 bra outer;
                """;
        assertThat(fault(PtxProgram.kernel(1, body), LaunchGeometry.of(5, 1, 1, 32, 1), 1000))
                .hasMessageContaining("block (2,0,0)")
                .hasMessageContaining("thread (7,0,0)")
                .hasMessageContaining("in the loop from line " + (PtxProgram.FIRST_LINE + 7));
    }

    /** Thread 0 waits for a flag that thread 32 would set behind the loop's end, which waits for thread 0. */
    @Test
    void threadsThatSpinForEachOtherAreReported() {
        String body = """
                setp.eq.u32 %p0, %r0, 0;
                spin:
                @!%p0 bra set;
                ld.volatile.global.u32 %r1, [%rd0];
                setp.eq.u32 %p1, %r1, 0;
                @%p1 bra spin;
                bra done;
                set:
                setp.ne.u32 %p2, %r0, 32;
                @%p2 bra done;
                mov.u32 %r2, 1;
                st.global.u32 [%rd0+4], %r2;
                done:
                """;
        assertThat(fault(PtxProgram.kernel(1, body), PtxProgram.threads(64), 10_000))
                .hasMessageContaining("no end after 10000 steps")
                .hasMessageContaining("thread (0,0,0)");
    }

    /** The limit holds for each thread block, not for the launch. */
    @Test
    void kernelsThatEndInTimeAreNotReported() {
        String body = """
                mov.u32 %r1, 0;
                again:
                add.s32 %r1, %r1, 1;
                setp.lt.u32 %p0, %r1, 90;
                @%p0 bra again;
                st.global.u32 [%rd0], %r1;
                """;
        int[] out = new int[1];
        PtxProgram.run(limit(100), PtxProgram.kernel(1, body), LaunchGeometry.of(50, 1, 1, 1, 1), out);
        assertThat(out).containsExactly(90);
        assertThatThrownBy(() -> PtxProgram.run(
                        limit(80), PtxProgram.kernel(1, body), LaunchGeometry.of(50, 1, 1, 1, 1), new int[1]))
                .isInstanceOf(KernelFaultException.class);
    }

    @Test
    void theLimitComesFromASystemProperty() {
        assertThat(EmulatorOptions.defaults().stepLimit()).isEqualTo(EmulatorOptions.DEFAULT_STEP_LIMIT);
        System.setProperty(EmulatorOptions.STEP_LIMIT, "12345");
        try {
            assertThat(EmulatorOptions.defaults().stepLimit()).isEqualTo(12345);
            System.setProperty(EmulatorOptions.STEP_LIMIT, "many");
            assertThatThrownBy(EmulatorOptions::defaults)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("many");
        } finally {
            System.clearProperty(EmulatorOptions.STEP_LIMIT);
        }
        assertThatThrownBy(() -> limit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> limit(1)).doesNotThrowAnyException();
    }
}
