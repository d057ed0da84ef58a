package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers of rows that a trace keeps while single operations inside it, which find out only when they run that their
 * operands are known by rows, have numbers of rows of their own.
 */
class RowScratchTest {

    private static final int FACTOR = 3;

    /** The factor and the shift come from memory, so that nothing is known of products and quotients beforehand. */
    private static final String BODY = """
            mov.u32 %r1, %tid.x;
            ld.global.u32 %r2, [%rd0];
            ld.global.u32 %r3, [%rd0+4];
            ld.global.u32 %r4, [%rd0+8];
            shr.u32 %r5, %r1, 3;
            add.s32 %r6, %r5, 40;
            mul.lo.s32 %r7, %r1, %r2;
            setp.lt.s32 %p1, %r7, %r4;
            shr.u32 %r8, %r1, %r3;
            mul.wide.s32 %rd10, %r8, 4; add.s64 %rd11, %rd0, %rd10;
            ld.global.u32 %r9, [%rd11+12];
            bar.sync 0;
            selp.b32 %r10, 1, 0, %p1;
            mul.wide.s32 %rd12, %r1, 16; add.s64 %rd13, %rd1, %rd12;
            st.global.u32 [%rd13], %r5; st.global.u32 [%rd13+4], %r6;
            st.global.u32 [%rd13+8], %r10; st.global.u32 [%rd13+12], %r9;
            """;

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32, 64})
    void keptNumbersAreNotOverwritten(int threads) {
        int limit = FACTOR * 16;
        int[] in = {FACTOR, 3, limit, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007};
        int[] out = new int[4 * threads];
        PtxProgram.run(PtxProgram.kernel(2, BODY), new LaunchGeometry(1, 1, 1, threads, 1, 1, 0), in, out);
        for (int lane = 0; lane < threads; lane++) {
            int row = lane / 8;
            assertThat(out[4 * lane]).as("row of lane %d", lane).isEqualTo(row);
            assertThat(out[4 * lane + 1]).as("row and 40 of lane %d", lane).isEqualTo(row + 40);
            assertThat(out[4 * lane + 2]).as("comparison of lane %d", lane).isEqualTo(lane * FACTOR < limit ? 1 : 0);
            assertThat(out[4 * lane + 3]).as("word of lane %d", lane).isEqualTo(1000 + row);
        }
    }
}
