package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.EmulatorOptions.Reconvergence;
import org.junit.jupiter.api.Test;

/** Threads of a block that take different paths, with both ways in which they meet again. */
final class DivergenceTest {

    private static final String STORE =
            "mul.wide.u32 %rd9, %r0, 4;\nadd.s64 %rd9, %rd9, %rd0;\nst.global.u32 [%rd9], %r1;\n";

    private static int[] run(int threads, String body) {
        return run(PtxProgram.threads(threads), body);
    }

    /** The result, which does not depend on where threads meet. */
    private static int[] run(LaunchGeometry geometry, String body) {
        int[] lowest = run(Reconvergence.LOWEST, geometry, body);
        assertThat(run(Reconvergence.POST_DOMINATOR, geometry, body)).containsExactly(lowest);
        return lowest;
    }

    private static int[] run(Reconvergence order, LaunchGeometry geometry, String body) {
        int[] out = new int[geometry.gridX() * geometry.threadsPerBlock()];
        PtxProgram.run(EmulatorOptions.defaults().withReconvergence(order), PtxProgram.kernel(1, body), geometry, out);
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
        PtxProgram.assertThreads(out, t -> Math.min(t + 1, 31));
    }

    @Test
    void exitsBeforeABarrierDoNotHoldItUp() {
        int[] out = run(64, """
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
                        """ + STORE);
        PtxProgram.assertThreads(out, t -> t <= 20 ? t + 20 : 0);
    }

    /** Barriers inside a loop whose body diverges, in a block of more than one row. */
    @Test
    void barriersBetweenDivergentParts() {
        int[] out = run(new LaunchGeometry(3, 1, 1, 8, 8, 1, 0), """
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
                        """ + STORE);
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
        PtxProgram.assertThreads(out, t -> 111 * (t % 3 + 1));
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
        PtxProgram.assertThreads(out, t -> t < 10 ? 6 : t == 32 ? 137 : 105);
    }

    @Test
    void indexedBranchUnderAPredicate() {
        int[] out = run(40, """
                rem.u32 %r2, %r0, 4;
                setp.ne.u32 %p1, %r2, 3;
                mov.u32 %r1, 444;
                table: .branchtargets one, two, one;
                @%p1 brx.idx %r2, table;
                bra done;
                one:
                mov.u32 %r1, 111;
                bra done;
                two:
                mov.u32 %r1, 222;
                done:
                """ + STORE);
        PtxProgram.assertThreads(out, t -> t % 4 == 3 ? 444 : t % 4 == 1 ? 222 : 111);
    }

    /** Odd threads jump into the middle of the loop, some jump out of it into the middle of what follows. */
    @Test
    void jumpsIntoAndOutOfALoop() {
        int[] out = run(90, """
                mov.u32 %r1, 0;
                mov.u32 %r2, %r0;
                and.b32 %r3, %r0, 1;
                setp.ne.u32 %p0, %r3, 0;
                @%p0 bra middle;
                top:
                add.u32 %r1, %r1, 3;
                mul.lo.u32 %r1, %r1, 5;
                middle:
                add.u32 %r1, %r1, %r2;
                sub.u32 %r2, %r2, 7;
                and.b32 %r4, %r1, 15;
                setp.eq.u32 %p2, %r4, 9;
                @%p2 bra late;
                setp.gt.s32 %p1, %r2, 0;
                @%p1 bra top;
                add.u32 %r1, %r1, 100000;
                late:
                add.u32 %r1, %r1, 1000000;
                """ + STORE);
        for (int t = 0; t < out.length; t++) {
            int sum = 0;
            int left = t;
            boolean into = t % 2 != 0;
            boolean late = false;
            do {
                sum = into ? sum : (sum + 3) * 5;
                into = false;
                sum += left;
                left -= 7;
                late = (sum & 15) == 9;
            } while (!late && left > 0);
            assertThat(out[t]).as("thread %d", t).isEqualTo(sum + (late ? 1_000_000 : 1_100_000));
        }
    }

    /** {@code (a && b || c) && !d}, where each operand is only looked at when it matters. */
    @Test
    void shortCircuitConditions() {
        int[] out = run(64, """
                and.b32 %r2, %r0, 1;
                setp.ne.u32 %p0, %r2, 0;
                and.b32 %r2, %r0, 2;
                setp.ne.u32 %p1, %r2, 0;
                and.b32 %r2, %r0, 4;
                setp.ne.u32 %p2, %r2, 0;
                and.b32 %r2, %r0, 8;
                setp.ne.u32 %p3, %r2, 0;
                mov.u32 %r1, 0;
                @!%p0 bra third;
                add.u32 %r1, %r1, 16;
                @%p1 bra fourth;
                third:
                add.u32 %r1, %r1, 32;
                @!%p2 bra no;
                fourth:
                add.u32 %r1, %r1, 64;
                @%p3 bra no;
                add.u32 %r1, %r1, 1;
                bra done;
                no:
                add.u32 %r1, %r1, 2;
                done:
                """ + STORE);
        for (int t = 0; t < out.length; t++) {
            boolean a = (t & 1) != 0;
            boolean b = (t & 2) != 0;
            boolean c = (t & 4) != 0;
            boolean d = (t & 8) != 0;
            int looks = (a ? 16 : 0) + (a && b ? 0 : 32) + (a && b || c ? 64 : 0);
            assertThat(out[t]).as("thread %d", t).isEqualTo(looks + ((a && b || c) && !d ? 1 : 2));
        }
    }

    /** Each thread's path has its own length between two shuffles of the whole warp. */
    @Test
    void loopsAroundShuffles() {
        int[] out = run(64, """
                mov.u32 %r1, %r0;
                mov.u32 %r2, 0;
                again:
                and.b32 %r3, %r1, 7;
                inner:
                setp.eq.u32 %p0, %r3, 0;
                @%p0 bra ready;
                sub.u32 %r3, %r3, 1;
                and.b32 %r4, %r3, 1;
                setp.eq.u32 %p1, %r4, 0;
                @%p1 bra inner;
                add.u32 %r1, %r1, %r3;
                bra inner;
                ready:
                shfl.sync.bfly.b32 %r5, %r1, 5, 31, 0xffffffff;
                add.u32 %r1, %r1, %r5;
                add.u32 %r2, %r2, 1;
                setp.lt.u32 %p2, %r2, 4;
                @%p2 bra again;
                """ + STORE);
        int[] x = new int[64];
        for (int t = 0; t < 64; t++) {
            x[t] = t;
        }
        for (int round = 0; round < 4; round++) {
            int[] next = new int[64];
            for (int t = 0; t < 64; t++) {
                for (int i = (x[t] & 7) - 1; i >= 0; i--) {
                    next[t] += i % 2 != 0 ? i : 0;
                }
                next[t] += x[t];
            }
            for (int t = 0; t < 64; t++) {
                x[t] = next[t] + next[t ^ 5];
            }
        }
        assertThat(out).containsExactly(x);
    }

    /** A loop with a barrier that threads leave one after the other, some in the middle of a turn. */
    @Test
    void exitsBetweenBarriersOfALoop() {
        int[] out = run(96, """
                .shared .align 4 .u32 count;
                mov.u32 %r1, 0;
                mov.u32 %r2, 0;
                turn:
                bar.sync 0;
                atom.shared.add.u32 %r3, [count], 1;
                bar.sync 0;
                ld.shared.u32 %r1, [count];
                mul.wide.u32 %rd9, %r0, 4;
                add.s64 %rd9, %rd9, %rd0;
                st.global.u32 [%rd9], %r1;
                mul.lo.u32 %r4, %r2, 13;
                setp.ge.u32 %p0, %r4, %r0;
                @%p0 exit;
                add.u32 %r2, %r2, 1;
                bra turn;
                """);
        int[] expected = new int[96];
        int count = 0;
        for (int turn = 0; turn < 9; turn++) {
            int from = turn == 0 ? 0 : 13 * (turn - 1) + 1;
            count += Math.max(0, 96 - from);
            for (int t = from; t < 96; t++) {
                expected[t] = count;
            }
        }
        assertThat(out).containsExactly(expected);
    }
}
