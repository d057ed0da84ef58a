package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.KernelFaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchange of values within warps. */
final class WarpTest {

    private static final String STORE =
            "mul.wide.u32 %rd9, %r0, 8;\nadd.s64 %rd9, %rd9, %rd0;\nst.global.v2.u32 [%rd9], {%r1, %r2};\n";

    private static int[] run(String body) {
        int[] out = new int[2 * 64];
        PtxProgram.run(PtxProgram.kernel(1, body + STORE), PtxProgram.threads(64), out);
        return out;
    }

    /** c = clamp | segment mask << 8, as CUDA's intrinsics with a width make it. */
    @ParameterizedTest
    @CsvSource({
        "up,1,32",
        "up,5,8",
        "down,1,32",
        "down,3,16",
        "bfly,16,32",
        "bfly,3,8",
        "idx,7,32",
        "idx,2,4",
        "idx,21,8"
    })
    void shuffle(String mode, int b, int width) {
        int clamp = (mode.equals("up") ? 0 : 31) | 32 - width << 8;
        int[] out = run("mul.lo.u32 %r3, %r0, 3;\nshfl.sync." + mode + ".b32 %r1|%p1, %r3, " + b + ", " + clamp
                + ", 0xffffffff;\nselp.u32 %r2, 1, 0, %p1;\n");
        for (int t = 0; t < 64; t++) {
            int segment = t / width * width;
            int from = switch (mode) {
                case "up" -> t - b;
                case "down" -> t + b;
                case "bfly" -> t ^ b;
                default -> segment + b % width;
            };
            boolean inside = from >= segment && from < segment + width;
            assertThat(out[2 * t]).as("value in thread %d", t).isEqualTo(3 * (inside ? from : t));
            assertThat(out[2 * t + 1]).as("predicate in thread %d", t).isEqualTo(inside ? 1 : 0);
        }
    }

    @Test
    void votes() {
        int[] out = run("""
                setp.gt.u32 %p1, %r0, 36;
                vote.sync.ballot.b32 %r1, %p1, 0xffffffff;
                vote.sync.any.pred %p2, %p1, 0xffffffff;
                vote.sync.all.pred %p3, !%p1, 0xffffffff;
                selp.u32 %r2, 1, 0, %p2;
                @%p3 add.s32 %r2, %r2, 10;
                """);
        for (int t = 0; t < 64; t++) {
            assertThat(out[2 * t]).isEqualTo(t < 32 ? 0 : -1 << 5);
            assertThat(out[2 * t + 1]).isEqualTo(t < 32 ? 10 : 1);
        }
    }

    @Test
    void partOfAWarp() {
        int[] out = run("""
                mov.u32 %r1, 0;
                mov.u32 %r2, 0;
                setp.lt.u32 %p1, %r0, 8;
                @!%p1 bra skip;
                activemask.b32 %r2;
                shfl.sync.bfly.b32 %r1, %r0, 1, 31, 0xff;
                skip:
                """);
        for (int t = 0; t < 64; t++) {
            assertThat(out[2 * t]).isEqualTo(t < 8 ? t ^ 1 : 0);
            assertThat(out[2 * t + 1]).isEqualTo(t < 8 ? 0xff : 0);
        }
    }

    @Test
    void namesAThreadThatIsMissing() {
        assertThatThrownBy(() -> run("""
                        setp.lt.u32 %p1, %r0, 8;
                        @!%p1 bra skip;
                        shfl.sync.bfly.b32 %r1, %r0, 1, 31, 0xffffffff;
                        skip:
                        """))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("kernel k")
                .hasMessageContaining("names lane 8, which is on another path");
    }
}
