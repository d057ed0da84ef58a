package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import org.junit.jupiter.api.Test;

/** Threads of a block that take different paths. */
final class DivergenceTest {

    private static final String STORE =
            "mul.wide.u32 %rd9, %r0, 4;\nadd.s64 %rd9, %rd9, %rd0;\nst.global.u32 [%rd9], %r1;\n";

    private static int[] run(int threads, String body) {
        int[] out = new int[threads];
        PtxProgram.run(PtxProgram.kernel(1, body), PtxProgram.threads(threads), out);
        return out;
    }

    @Test
    void nestedBranches() {
        int[] out = run(70, """
                and.b32 %r2, %r0, 1;
                setp.eq.u32 %p0, %r2, 0;
                and.b32 %r3, %r0, 2;
                setp.eq.u32 %p1, %r3, 0;
                mov.u32 %r1, 0;
                @%p0 bra even;
                add.s32 %r1, %r1, 1;
                @%p1 bra join1;
                add.s32 %r1, %r1, 10;
                join1:
                add.s32 %r1, %r1, 100;
                bra done;
                even:
                @!%p1 bra join2;
                add.s32 %r1, %r1, 1000;
                join2:
                add.s32 %r1, %r1, 10000;
                done:
                add.s32 %r1, %r1, 100000;
                """ + STORE);
        for (int t = 0; t < out.length; t++) {
            int expected = t % 2 != 0 ? (t & 2) == 0 ? 100101 : 100111 : (t & 2) == 0 ? 111000 : 110000;
            assertThat(out[t]).as("thread %d", t).isEqualTo(expected);
        }
    }

    @Test
    void loopsOfDifferentLength() {
        int[] out = run(100, """
                mov.u32 %r1, 0;
                mov.u32 %r2, 0;
                outer:
                setp.ge.u32 %p0, %r2, %r0;
                @%p0 bra out;
                mov.u32 %r3, 0;
                inner:
                add.s32 %r1, %r1, %r3;
                add.s32 %r3, %r3, 1;
                setp.eq.u32 %p2, %r1, 77;
                @%p2 bra broken;
                setp.le.u32 %p1, %r3, %r2;
                @%p1 bra inner;
                add.s32 %r2, %r2, 3;
                bra outer;
                broken:
                mov.u32 %r1, 1000;
                out:
                """ + STORE);
        for (int t = 0; t < out.length; t++) {
            int sum = 0;
            search:
            for (int i = 0; i < t; i += 3) {
                for (int j = 0; j <= i; j++) {
                    sum += j;
                    if (sum == 77) {
                        sum = 1000;
                        break search;
                    }
                }
            }
            assertThat(out[t]).as("thread %d", t).isEqualTo(sum);
        }
    }

    /** Threads that leave a loop early wait behind it: the shuffle there finds all of them. */
    @Test
    void threadsMeetAgainBehindALoop() {
        int[] out = run(32, """
                mov.u32 %r2, 0;
                loop:
                setp.ge.u32 %p0, %r2, %r0;
                @%p0 bra behind;
                add.s32 %r2, %r2, 1;
                bra loop;
                behind:
                shfl.sync.down.b32 %r1, %r2, 1, 31, 0xffffffff;
                """ + STORE);
        for (int t = 0; t < 32; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(Math.min(t + 1, 31));
        }
    }

    @Test
    void exitsBeforeABarrierDoNotHoldItUp() {
        int[] out = new int[64];
        PtxProgram.run(PtxProgram.kernel(1, """
                        .shared .align 4 .b8 s[256];
                        mov.u32 %r5, s;
                        shl.b32 %r6, %r0, 2;
                        add.s32 %r5, %r5, %r6;
                        setp.gt.u32 %p0, %r0, 40;
                        @%p0 ret;
                        st.shared.u32 [%r5], %r0;
                        setp.gt.u32 %p1, %r0, 20;
                        @%p1 exit;
                        bar.sync 0;
                        ld.shared.u32 %r1, [%r5+80];
                        """ + STORE), PtxProgram.threads(64), out);
        for (int t = 0; t < 64; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(t <= 20 ? t + 20 : 0);
        }
    }

    /** Barriers inside a loop whose body diverges, in a block of more than one row. */
    @Test
    void barriersBetweenDivergentParts() {
        int[] out = new int[3 * 64];
        PtxProgram.run(PtxProgram.kernel(1, """
                        .shared .align 4 .b8 s[256];
                        mov.u32 %r2, %tid.y;
                        shl.b32 %r3, %r2, 3;
                        add.s32 %r0, %r3, %r0;
                        mov.u32 %r5, s;
                        shl.b32 %r6, %r0, 2;
                        add.s32 %r5, %r5, %r6;
                        mov.u32 %r7, 0;
                        st.shared.u32 [%r5], %r0;
                        again:
                        bar.sync 0;
                        xor.b32 %r8, %r0, %r7;
                        and.b32 %r8, %r8, 63;
                        shl.b32 %r8, %r8, 2;
                        mov.u32 %r9, s;
                        add.s32 %r8, %r8, %r9;
                        ld.shared.u32 %r10, [%r8];
                        bar.sync 0;
                        and.b32 %r11, %r0, 3;
                        setp.ne.u32 %p0, %r11, 0;
                        @%p0 bra skip;
                        add.s32 %r10, %r10, 5;
                        skip:
                        st.shared.u32 [%r5], %r10;
                        add.s32 %r7, %r7, 1;
                        setp.lt.u32 %p1, %r7, 6;
                        @%p1 bra again;
                        mov.u32 %r1, %r10;
                        mov.u32 %r12, %ctaid.x;
                        shl.b32 %r12, %r12, 6;
                        add.s32 %r0, %r0, %r12;
                        """ + STORE), new LaunchGeometry(3, 1, 1, 8, 8, 1, 0), out);
        int[] s = new int[64];
        for (int t = 0; t < 64; t++) {
            s[t] = t;
        }
        for (int step = 0; step < 6; step++) {
            int[] next = new int[64];
            for (int t = 0; t < 64; t++) {
                next[t] = s[t ^ step] + (t % 4 == 0 ? 5 : 0);
            }
            s = next;
        }
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).as("element %d", i).isEqualTo(s[i % 64]);
        }
    }

    @Test
    void indexedBranch() {
        int[] out = run(40, """
                rem.u32 %r2, %r0, 3;
                table: .branchtargets one, two, three;
                brx.idx %r2, table;
                one:
                mov.u32 %r1, 111;
                bra done;
                two:
                mov.u32 %r1, 222;
                bra done;
                three:
                mov.u32 %r1, 333;
                done:
                """ + STORE);
        for (int t = 0; t < out.length; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(111 * (t % 3 + 1));
        }
    }

    /** A thread that loses a race must not overwrite what another wrote to a register's other lanes. */
    @Test
    void guardedInstructionsKeepTheOtherThreadsValues() {
        int[] out = run(33, """
                mov.u32 %r1, 5;
                setp.lt.u32 %p0, %r0, 10;
                @%p0 mov.u32 %r1, 6;
                setp.eq.u32 %p1, %r0, 32;
                @%p1 add.s32 %r1, %r1, %r0;
                @!%p0 add.s32 %r1, %r1, 100;
                """ + STORE);
        for (int t = 0; t < out.length; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(t < 10 ? 6 : t == 32 ? 137 : 105);
        }
    }
}
