package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.PtxSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of branches, calls, barriers and fences runs; what barriers and divergence mean is tested elsewhere. */
final class FlowFormsTest {

    private static final int THREADS = 64;

    /** Runs a body that leaves each thread's result in {@code %r30}. */
    private static int[] results(String functions, String body) {
        int[] out = new int[THREADS];
        String text = body + "\nmad.wide.u32 %rd10, %r0, 4, %rd0;\nst.global.u32 [%rd10], %r30;\n";
        PtxSource kernel = PtxProgram.kernel(functions, 1, text);
        PtxProgram.run(kernel, PtxProgram.threads(THREADS), out);
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bra", "bra.uni"})
    void branches(String branch) {
        int[] out = results(
                "", "mov.u32 %r30, 1;\n" + branch + " over;\nmov.u32 %r30, 2;\nover:\nadd.u32 %r30, %r30, %r0;");
        for (int t = 0; t < THREADS; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(1 + t);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"brx.idx", "brx.idx.uni"})
    void tables(String branch) {
        boolean uniform = branch.endsWith(".uni");
        int[] out = results(
                "", "and.b32 %r1, %r0, 3;\n" + (uniform ? "mov.u32 %r1, 2;\n" : "") + """
                table: .branchtargets zero, one, two, three;
                BRANCH %r1, table;
                zero: mov.u32 %r30, 100; bra join;
                one: mov.u32 %r30, 101; bra join;
                two: mov.u32 %r30, 102; bra join;
                three: mov.u32 %r30, 103;
                join:
                """.replace("BRANCH", branch));
        for (int t = 0; t < THREADS; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(100 + (uniform ? 2 : t % 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"call, ret", "call.uni, ret.uni", "call.uni, ret", "call, ret.uni"})
    void calls(String call, String ret) {
        String function = """
                .func (.param .b32 out) twice(.param .b32 in) { .reg .b32 %a<3>;
                ld.param.u32 %a1, [in]; add.u32 %a2, %a1, %a1; st.param.u32 [out], %a2; RET; }
                """.replace("RET", ret);
        int[] out = results(function, """
                { .param .b32 given; .param .b32 taken;
                st.param.u32 [given], %r0;
                CALL (taken), twice, (given);
                ld.param.u32 %r30, [taken]; }
                """.replace("CALL", call));
        for (int t = 0; t < THREADS; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(2 * t);
        }
    }

    /** Each thread reads what another thread, of the other warp, wrote before the barrier. */
    @ParameterizedTest
    @ValueSource(
            strings = {"barrier.sync 0", "barrier.sync.aligned 0", "barrier.sync 3, 64", "barrier.sync.aligned 3, 64"})
    void barriers(String barrier) {
        int[] out = results("", exchange(barrier + ";", "%r0"));
        for (int t = 0; t < THREADS; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(3 * (THREADS - 1 - t));
        }
    }

    private static String exchange(String between, String thread) {
        return """
                .shared .align 4 .b8 words[256];
                mul.lo.u32 %r1, THREAD, 3; mov.u32 %r2, words; mad.lo.u32 %r3, THREAD, 4, %r2; st.shared.u32 [%r3], %r1;
                BETWEEN
                sub.u32 %r4, 63, THREAD; mad.lo.u32 %r3, %r4, 4, %r2; ld.shared.u32 %r30, [%r3];
                """.replace("THREAD", thread).replace("BETWEEN", between);
    }

    /** The first warp brings values and goes on, the second waits for them. */
    @ParameterizedTest
    @ValueSource(strings = {"barrier.arrive", "barrier.arrive.aligned"})
    void arrivals(String arrive) {
        int[] out = results("", exchange("""
                setp.lt.u32 %p1, %r0, 32;
                @%p1 bra first;
                barrier.sync 2, 64;
                bra met;
                first:
                ARRIVE 2, 64;
                met:
                """.replace("ARRIVE", arrive), "%r0"));
        for (int t = 32; t < THREADS; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(3 * (THREADS - 1 - t));
        }
    }

    @ParameterizedTest
    @CsvSource({"barrier.red.popc.u32, 22", "barrier.red.popc.aligned.u32, 22"})
    void counts(String reduction, int expected) {
        int[] out = results("", "rem.u32 %r1, %r0, 3;\nsetp.eq.u32 %p1, %r1, 0;\n" + reduction + " %r30, 1, %p1;");
        assertThat(out).containsOnly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "barrier.red.and.pred, 64, 1",
        "barrier.red.and.pred, 63, 0",
        "barrier.red.and.aligned.pred, 64, 1",
        "barrier.red.and.aligned.pred, 63, 0",
        "barrier.red.or.pred, 0, 0",
        "barrier.red.or.pred, 1, 1",
        "barrier.red.or.aligned.pred, 0, 0",
        "barrier.red.or.aligned.pred, 1, 1"
    })
    void reductions(String reduction, int threads, int expected) {
        int[] out = results(
                "",
                "setp.lt.u32 %p1, %r0, " + threads + ";\n" + reduction + " %p2, 1, %p1;\nselp.u32 %r30, 1, 0, %p2;");
        assertThat(out).containsOnly(expected);
    }

    /** Threads see each other's stores after a fence and a barrier; the fence stands in divergent code as well. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "membar.cta",
                "membar.gl",
                "membar.sys",
                "fence.cta",
                "fence.gpu",
                "fence.sys",
                "fence.sc.cta",
                "fence.sc.gpu",
                "fence.sc.sys",
                "fence.acq_rel.cta",
                "fence.acq_rel.gpu",
                "fence.acq_rel.sys"
            })
    void fences(String fence) {
        int[] out =
                results("", exchange(fence + ";\nbar.sync 0;\nsetp.lt.u32 %p1, %r0, 7;\n@%p1 " + fence + ";", "%r0"));
        for (int t = 0; t < THREADS; t++) {
            assertThat(out[t]).as("thread %d", t).isEqualTo(3 * (THREADS - 1 - t));
        }
    }

    @Test
    void sleepChangesNothing() {
        int[] out = results("", "mov.u32 %r30, 5; mov.u32 %r1, 40; nanosleep.u32 20; nanosleep.u32 %r1;");
        assertThat(out).containsOnly(5);
    }
}
