package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads and stores of integers in one straight run, whose addresses are known by rows, against Java. */
class IntegerRowsTest {

    private static final long SEED = 20121203;
    private static final int RESULTS = 10;

    private static final String BODY = """
            mov.u32 %r1, %tid.x; mov.u32 %r2, %tid.y; mov.u32 %r4, %ntid.x;
            mad.lo.s32 %r3, %r2, %r4, %r1;
            mul.wide.s32 %rd10, %r3, 4; add.s64 %rd11, %rd0, %rd10;
            mul.wide.s32 %rd12, %r2, 4; add.s64 %rd13, %rd0, %rd12;
            mul.wide.s32 %rd14, %r3, 3; add.s64 %rd15, %rd0, %rd14;
            ld.global.u32 %r10, [%rd11];
            ld.global.u32 %r11, [%rd0+20];
            ld.global.u32 %r12, [%rd13+8];
            ld.global.u8 %r13, [%rd15+1];
            ld.global.s8 %r14, [%rd15+2];
            add.s32 %r15, %r2, 100;
            setp.lt.s32 %p1, %r2, 2;
            @%p1 ld.global.u32 %r15, [%rd11+4];
            add.s32 %r16, %r1, 200;
            setp.lt.s32 %p2, %r1, 3;
            @%p2 ld.global.u8 %r16, [%rd15];
            ld.global.u64 %rd16, [%rd0+8];
            shr.u64 %rd17, %rd16, 24;
            cvt.u32.u64 %r17, %rd17;
            ld.global.v2.u32 {%r18, %r19}, [%rd0+16];
            mul.wide.s32 %rd18, %r3, 40; add.s64 %rd19, %rd1, %rd18;
            st.global.u32 [%rd19], %r10; st.global.u32 [%rd19+4], %r11; st.global.u32 [%rd19+8], %r12;
            st.global.u32 [%rd19+12], %r13; st.global.u32 [%rd19+16], %r14; st.global.u32 [%rd19+20], %r15;
            st.global.u32 [%rd19+24], %r16; st.global.u32 [%rd19+28], %r17; st.global.u32 [%rd19+32], %r18;
            st.global.u32 [%rd19+36], %r19;
            cvt.s64.s32 %rd20, %r3; add.s64 %rd21, %rd2, %rd20;
            st.global.u8 [%rd21], %r10;
            @%p1 st.global.u8 [%rd21+64], %r13;
            mov.u32 %r20, 77;
            @!%p1 st.global.u8 [%rd21+64], %r20;
            st.global.u8 [%rd2+128], %r3;
            """;

    @ParameterizedTest
    @CsvSource({"8, 4", "16, 2", "5, 4", "32, 1", "8, 8"})
    void agreesWithOneThreadAtATime(int x, int y) {
        int[] in = new Random(SEED).ints(80).toArray();
        ByteBuffer bytes = ByteBuffer.allocate(320).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(in);
        int[] out = new int[x * y * RESULTS];
        int[] outBytes = new int[33];
        PtxProgram.run(PtxProgram.kernel(3, BODY), new LaunchGeometry(1, 1, 1, x, y, 1, 0), in, out, outBytes);
        ByteBuffer stored = ByteBuffer.allocate(132).order(ByteOrder.LITTLE_ENDIAN);
        stored.asIntBuffer().put(outBytes);
        for (int lane = 0; lane < x * y; lane++) {
            int tx = lane % x;
            int ty = lane / x;
            int[] expected = {
                in[lane],
                in[5],
                in[ty + 2],
                bytes.get(3 * lane + 1) & 0xff,
                bytes.get(3 * lane + 2),
                ty < 2 ? in[lane + 1] : ty + 100,
                tx < 3 ? bytes.get(3 * lane) & 0xff : tx + 200,
                (int) (bytes.getLong(8) >>> 24),
                in[4],
                in[5]
            };
            int[] found = new int[RESULTS];
            System.arraycopy(out, lane * RESULTS, found, 0, RESULTS);
            assertThat(found)
                    .as("lane %d of %d x %d, seed %d", lane, x, y, SEED)
                    .isEqualTo(expected);
            assertThat(stored.get(lane)).as("byte of lane %d", lane).isEqualTo((byte) in[lane]);
            assertThat(stored.get(64 + lane))
                    .as("guarded byte of lane %d", lane)
                    .isEqualTo(ty < 2 ? bytes.get(3 * lane + 1) : (byte) 77);
        }
        assertThat(stored.get(128)).as("byte that all write").isEqualTo((byte) (x * y - 1));
    }
}
