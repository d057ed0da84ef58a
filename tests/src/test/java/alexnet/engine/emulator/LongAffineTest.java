package alexnet.engine.emulator;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code p[i] = ((i * 6364136223846793005 + 1442695040888963407) & 0x7fffffffffffffff) % 1000} over 64-bit i: the stride of
 * the product is close to 2^63, so that it wraps within a few threads. All launches have to give what Java does, before and
 * after traces are made.
 */
final class LongAffineTest {

    private static final int LAUNCHES = 80;
    private static final int BLOCKS = 3;

    /** As nvcc 13 compiles it, with the first i as an argument and p from its start. */
    private static final PtxSource KERNEL = PtxProgram.source("""
            .visible .entry k(.param .u64 k_param_0, .param .u64 k_param_1)
            {
            .reg .b32 %r<10>; .reg .b64 %rd<24>;
            ld.param.u64 %rd1, [k_param_0];
            ld.param.u64 %rd2, [k_param_1];
            cvta.to.global.u64 %rd3, %rd1;
            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mul.wide.u32 %rd4, %r1, %r2;
            mov.u32 %r3, %ntid.y;
            cvt.u64.u32 %rd5, %r3;
            mul.lo.s64 %rd6, %rd4, %rd5;
            mov.u32 %r4, %ntid.z;
            cvt.u64.u32 %rd7, %r4;
            mul.lo.s64 %rd8, %rd6, %rd7;
            mov.u32 %r5, %tid.z;
            mov.u32 %r6, %tid.y;
            mad.lo.s32 %r7, %r5, %r3, %r6;
            mul.lo.s32 %r8, %r7, %r2;
            cvt.u64.u32 %rd9, %r8;
            mov.u32 %r9, %tid.x;
            cvt.u64.u32 %rd10, %r9;
            add.s64 %rd11, %rd10, %rd8;
            add.s64 %rd12, %rd11, %rd9;
            add.s64 %rd13, %rd12, %rd2;
            mul.lo.s64 %rd14, %rd13, 6364136223846793005;
            add.s64 %rd15, %rd14, 1442695040888963407;
            and.b64 %rd16, %rd15, 9223372036854775807;
            shr.u64 %rd17, %rd16, 3;
            mul.hi.u64 %rd18, %rd17, 2361183241434822607;
            shr.u64 %rd19, %rd18, 4;
            mul.lo.s64 %rd20, %rd19, 1000;
            sub.s64 %rd21, %rd16, %rd20;
            shl.b64 %rd22, %rd12, 3;
            add.s64 %rd23, %rd3, %rd22;
            st.global.u64 [%rd23], %rd21;
            ret;
            }
            """);

    @ParameterizedTest
    @CsvSource({"256,1,1", "32,8,1", "16,4,4", "5,3,2", "1,64,1"})
    void everyLaunchAgreesWithJava(int x, int y, int z) {
        check(x, y, z);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "auto"})
    void agreesWithoutTracesAndWithTracesMadeOnceWarm(String traces) throws Exception {
        OtherJvm.run(LongAffineTest.class, traces);
    }

    public static void main(String[] arguments) {
        check(256, 1, 1);
        check(32, 8, 1);
        check(16, 4, 4);
        System.out.println(OtherJvm.DONE);
    }

    private static void check(int x, int y, int z) {
        int count = BLOCKS * x * y * z;
        LaunchGeometry geometry = new LaunchGeometry(BLOCKS, 1, 1, x, y, z, 0);
        try (EmulatedDevice device = new EmulatedDevice(0, 1 << 24);
                DeviceBuffer out = device.allocate(8L * count, "p");
                Stream stream = device.createStream()) {
            var kernel = device.load(KERNEL).kernel("k");
            int[] found = new int[2 * count];
            for (int launch = 0; launch < LAUNCHES; launch++) {
                long first = launch * 0x0123_4567_89ab_cdefL;
                stream.launch(
                        kernel, geometry, new KernelArguments().pointer(out).i64(first));
                stream.synchronize();
                out.read(found);
                for (int i = 0; i < count; i++) {
                    long value = found[2 * i] & 0xffff_ffffL | (long) found[2 * i + 1] << 32;
                    long bits = (first + i) * 6364136223846793005L + 1442695040888963407L;
                    long expected = (bits & Long.MAX_VALUE) % 1000;
                    if (value != expected) {
                        throw new AssertionError("launch %d, %dx%dx%d threads, element %d: %d, not %d"
                                .formatted(launch, x, y, z, i, value, expected));
                    }
                }
            }
        }
    }
}
