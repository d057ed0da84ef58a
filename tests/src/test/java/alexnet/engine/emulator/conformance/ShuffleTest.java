package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shuffles over all steps, all clamps and many segment masks, and with an operand of its own for each lane. */
final class ShuffleTest {

    private static final int[] SEGMENTS = {0, 1, 3, 8, 16, 19, 24, 28, 30, 31};
    private static final int WARPS = 32;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shfl.sync.up.b32",
                "shfl.sync.down.b32",
                "shfl.sync.bfly.b32",
                "shfl.sync.idx.b32",
                "shfl.up.b32",
                "shfl.down.b32",
                "shfl.bfly.b32",
                "shfl.idx.b32"
            })
    void readsTheLaneThatTheManualSays(String form) {
        int cases = 33 * 32 * SEGMENTS.length / WARPS * WARPS;
        int lanes = cases * 32;
        byte[] operands = new byte[lanes * 8];
        Random random = new Random(17);
        for (int warp = 0; warp < cases; warp++) {
            int step = warp % 33;
            int clamp = warp / 33 % 32;
            int segments = SEGMENTS[warp / 33 / 32];
            for (int lane = 0; lane < 32; lane++) {
                // The last step is another one for each lane, with bits above the fifth set.
                int b = step < 32 ? step : random.nextInt();
                ByteProgram.put(operands, (warp * 32 + lane) * 8, 4, b);
                ByteProgram.put(operands, (warp * 32 + lane) * 8 + 4, 4, clamp | segments << 8);
            }
        }
        byte[] out = new byte[lanes * 8];
        String mask = form.contains("sync") ? ", 0xffffffff" : "";
        ByteProgram.run(
                ByteProgram.text(
                        "",
                        2,
                        """
                        mov.u32 %r1, %ctaid.x;
                        mov.u32 %r2, %ntid.x;
                        mad.lo.u32 %r1, %r1, %r2, %r0;
                        mul.wide.u32 %l2, %r1, 8;
                        add.s64 %l3, %l0, %l2;
                        add.s64 %l4, %l1, %l2;
                        ld.global.v2.u32 {%r4, %r5}, [%l3];
                        mul.lo.u32 %r3, %r1, 0x9e3779b1;
                        """ + form + " %r6|%p1, %r3, %r4, %r5" + mask
                                + ";\nselp.u32 %r7, 1, 0, %p1;\nst.global.v2.u32 [%l4], {%r6, %r7};\n"),
                LaunchGeometry.of(cases / WARPS, 1, 1, WARPS * 32, 1),
                operands,
                out);
        String mode = form.replace(".sync", "").split("\\.")[1];
        for (int i = 0; i < lanes; i++) {
            int b = (int) ByteProgram.number(operands, i * 8, 4);
            int c = (int) ByteProgram.number(operands, i * 8 + 4, 4);
            int from = WarpModel.source(mode, i % 32, b, c);
            int expected = (i / 32 * 32 + (from < 0 ? i % 32 : from)) * 0x9e3779b1;
            if ((int) ByteProgram.number(out, i * 8, 4) != expected
                    || ByteProgram.number(out, i * 8 + 4, 4) != (from < 0 ? 0 : 1)) {
                assertThat((int) ByteProgram.number(out, i * 8, 4))
                        .as("%s, lane %d, b %d, c 0x%x", form, i % 32, b, c)
                        .isEqualTo(expected);
                assertThat(ByteProgram.number(out, i * 8 + 4, 4))
                        .as("predicate of %s, lane %d, b %d, c 0x%x", form, i % 32, b, c)
                        .isEqualTo(from < 0 ? 0 : 1);
            }
        }
    }
}
