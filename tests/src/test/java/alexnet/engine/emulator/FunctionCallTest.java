package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.KernelFaultException;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxException;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatorOptions.Reconvergence;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls as nvcc emits them (calls.cu is compiled to calls.ptx), and some that it does not. */
final class FunctionCallTest {

    /** Puts %r2 at the thread's place in the buffer. */
    private static final String STORE =
            "mul.wide.u32 %rd1, %r0, 4;\nadd.s64 %rd1, %rd1, %rd0;\nst.global.u32 [%rd1], %r2;\n";

    private static final PtxSource CALLS = PtxSource.resource(FunctionCallTest.class, "calls.ptx");

    private static int[] run(Reconvergence order, String kernel, LaunchGeometry geometry, int[] out, Integer... more) {
        return run(EmulatorOptions.defaults().withReconvergence(order), kernel, geometry, out, more);
    }

    private static int[] run(
            EmulatorOptions options, String kernel, LaunchGeometry geometry, int[] out, Integer... more) {
        try (EmulatedDevice device = new EmulatedDevice(0, 1 << 26, options);
                Stream stream = device.createStream()) {
            DeviceBuffer buffer = device.allocate(4L * out.length, "out");
            buffer.write(out);
            KernelArguments arguments = new KernelArguments().pointer(buffer);
            for (int value : more) {
                arguments.i32(value);
            }
            stream.launch(device.load(CALLS).kernel(kernel), geometry, arguments);
            stream.synchronize();
            buffer.read(out);
            return out;
        }
    }

    @ParameterizedTest
    @EnumSource
    void structuresAndSmallTypesPassByValue(Reconvergence order) {
        int threads = 70;
        int[] in = new int[threads];
        for (int i = 0; i < 6; i++) {
            in[i] = 11 * i - 20;
        }
        int[] first = in.clone();
        int[] out = run(order, "values", PtxProgram.threads(threads), in, 17);
        for (int t = 0; t < threads; t++) {
            int picked = first[t % 6] + t + (t & 1) + (short) -t + t + (int) (t * 0.5) + t + (byte) (t + 1);
            int bumped = (t + 17) + 2 * t + (t - 17);
            assertThat(out[t]).as("thread %d", t).isEqualTo(picked + 1000 * bumped);
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionPointersAndVirtualFunctions(Reconvergence order) {
        int[] out = run(order, "pointers", PtxProgram.threads(50), new int[50]);
        for (int t = 0; t < out.length; t++) {
            int called = t % 3 == 0 ? t + 1 : t % 3 == 1 ? t * 2 : t < 10 ? t + 1 : t * 2 - 7;
            int virtual = (t & 1) != 0 ? t + 100 : t * 3;
            assertThat(out[t]).as("thread %d", t).isEqualTo(1000 * virtual + called);
        }
    }

    private static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    private static int sum(int[] p, int n) {
        int[] own = new int[4];
        int total = 0;
        for (int i = 0; i < 4; i++) {
            own[i] = p[i] + n;
        }
        if (n > 0) {
            total += sum(own, n - 1);
        }
        for (int i = 0; i < 4; i++) {
            total += own[i + n & 3] * (i + 1);
        }
        return total;
    }

    /** Every thread to a depth of its own, with local arrays whose addresses go down the recursion. */
    @ParameterizedTest
    @EnumSource
    void recursion(Reconvergence order) {
        int threads = 45;
        int[] out = run(order, "recursion", LaunchGeometry.of(2, 1, 1, threads, 1), new int[threads], 7);
        for (int t = 0; t < threads; t++) {
            int expected =
                    100_000 * fibonacci(t % 12) + 2 * sum(new int[] {t, t + 1, t + 2, t * 5}, t % 7) + (1 - t % 9 % 2);
            assertThat(out[t]).as("thread %d", t).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void switchesWithContinueAndGoto(Reconvergence order) {
        int[] out = run(order, "choice", PtxProgram.threads(96), new int[96]);
        PtxProgram.assertThreads(out, t -> choice(t));
    }

    private static int choice(int t) {
        int r = t * 7;
        for (int i = 0; i < t % 5; i++) {
            int kind = (r + i) % 9;
            if (kind == 1) {
                r *= 5;
                continue;
            }
            if (kind == 6) {
                return r / 3 + i;
            }
            r = switch (kind) {
                case 0 -> r + 3;
                case 2 -> r - 9 ^ 77;
                case 3 -> r ^ 77;
                case 4 -> r * r;
                case 5 -> r << 2;
                case 7 -> r + r + 1;
                default -> 1;
            };
            r += i;
        }
        return r;
    }

    @ParameterizedTest
    @EnumSource
    void printfIsInTheOrderOfBlocksAndThreads(Reconvergence order) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] out;
        try (PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            EmulatorOptions options =
                    EmulatorOptions.defaults().withOutput(stream).withReconvergence(order);
            out = run(options, "prints", LaunchGeometry.of(40, 1, 1, 4, 1), new int[4]);
        }
        assertThat(out).as("number of arguments").containsExactly(0, 5, 0, 5);
        String text = bytes.toString(StandardCharsets.UTF_8);
        String[] lines = text.split("\n");
        assertThat(lines).hasSize(160);
        for (int block = 0; block < 40; block++) {
            assertThat(lines)
                    .as("block %d", block)
                    .containsSubsequence(
                            "odd 1 of " + block + ":  1.50 b|xy  |", "odd 3 of " + block + ":  4.50 d|xy  |");
            assertThat(String.join("", Arrays.copyOfRange(lines, 4 * block, 4 * block + 4)))
                    .as("block %d", block)
                    .contains("of " + block + ":");
        }
    }

    @Test
    void assertionsNameMessagePlaceBlockAndThread() {
        int[] in = {1, 2, 3, 77, 5, 6, 7, 8};
        assertThatThrownBy(() -> run(Reconvergence.LOWEST, "asserts", PtxProgram.threads(8), in))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("assertion 'out[t] < 5' failed in calls.cu:")
                .hasMessageContaining("void asserts(int *)")
                .hasMessageContaining("block (0,0,0), thread (3,0,0)")
                .hasMessageContaining("(calls.cu:");
    }

    private static final String HEAD = ".func (.param .b32 r) down(.param .b32 n) {\n.reg .b32 %a<9>; .reg .pred %q;\n"
            + "ld.param.u32 %a1, [n];\nsetp.eq.u32 %q, %a1, 0;\n@%q bra end;\nsub.u32 %a2, %a1, 1;\n{\n"
            + ".param .b32 x; .param .b32 y;\nst.param.b32 [x], %a2;\ncall (y), down, (x);\nld.param.b32 %a3, [y];\n}\n"
            + "add.u32 %a1, %a1, %a3;\nend:\nst.param.b32 [r], %a1;\nret;\n}\n";

    private static PtxSource deep(int depth) {
        return PtxProgram.kernel(
                HEAD,
                1,
                "{\n.param .b32 x; .param .b32 y;\nadd.u32 %r1, %r0, " + depth
                        + ";\nst.param.b32 [x], %r1;\ncall.uni (y), down, (x);\nld.param.b32 %r2, [y];\n}\n"
                        + STORE);
    }

    @Test
    void recursionWithoutEndIsReported() {
        int[] out = new int[3];
        PtxProgram.run(deep(200), PtxProgram.threads(3), out);
        assertThat(out).containsExactly(200 * 201 / 2, 201 * 202 / 2, 202 * 203 / 2);
        assertThatThrownBy(() -> PtxProgram.run(deep(254), PtxProgram.threads(3), new int[3]))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("recursion deeper than 256 frames in function 'down'")
                .hasMessageContaining("thread (2,0,0)");
    }

    /** What a kernel that calls a function leaves in its buffer. */
    private static int[] run(Reconvergence order, String function, String body, int threads, int words) {
        int[] out = new int[words];
        PtxProgram.run(
                EmulatorOptions.defaults().withReconvergence(order),
                PtxProgram.kernel(function, 1, body),
                PtxProgram.threads(threads),
                out);
        return out;
    }

    /** Ends the thread, returns early, and stands on a barrier: all inside functions and under divergence. */
    @ParameterizedTest
    @EnumSource
    void retExitAndBarriersInsideFunctions(Reconvergence order) {
        String function = ".func (.param .b32 r) work(.param .b32 n) {\n.reg .b32 %a<9>; .reg .pred %q<9>;\n"
                + "ld.param.u32 %a1, [n];\nsetp.lt.u32 %q1, %a1, 5;\nmov.u32 %a2, 70;\nst.param.b32 [r], %a2;\n@%q1 ret;\n"
                + "setp.gt.u32 %q2, %a1, 50;\n@%q2 exit;\nadd.u32 %a3, %a1, 1000;\nst.param.b32 [r], %a3;\n}\n";
        String body = """
                setp.eq.u32 %p1, %r0, 20;
                mov.u32 %r2, 1;
                {
                .param .b32 x; .param .b32 y;
                st.param.b32 [x], %r0;
                @!%p1 call (y), work, (x);
                @!%p1 ld.param.b32 %r2, [y];
                }
                bar.sync 0;
                """ + STORE;
        int[] out = run(order, function, body, 64, 64);
        for (int t = 0; t < 64; t++) {
            int expected = t == 20 ? 1 : t < 5 ? 70 : t > 50 ? 0 : t + 1000;
            assertThat(out[t]).as("thread %d", t).isEqualTo(expected);
        }
    }

    /** A parameter whose address is taken, also with a distance, lies in local memory. */
    @ParameterizedTest
    @EnumSource
    void addressesOfParameters(Reconvergence order) {
        String function = ".func (.param .b64 r) halves(.param .b64 x) {\n.reg .b32 %a<9>; .reg .b64 %b<9>;\n"
                + "mov.u64 %b1, x+4;\nld.local.u32 %a1, [%b1];\nld.param.u32 %a2, [x];\n"
                + "st.param.b32 [r+0], %a1;\nst.param.b32 [r+4], %a2;\nret;\n}\n";
        String body = """
                mul.wide.u32 %rd2, %r0, 1000003;
                shl.b64 %rd2, %rd2, 20;
                {
                .param .b64 x; .param .b64 y;
                st.param.b64 [x], %rd2;
                call.uni (y), halves, (x);
                ld.param.b64 %rd3, [y];
                }
                mul.wide.u32 %rd1, %r0, 8;
                add.s64 %rd1, %rd1, %rd0;
                st.global.u64 [%rd1], %rd3;
                """;
        int[] out = run(order, function, body, 40, 80);
        for (int t = 0; t < 40; t++) {
            long value = t * 1_000_003L << 20;
            assertThat(out[2 * t]).as("thread %d", t).isEqualTo((int) (value >>> 32));
            assertThat(out[2 * t + 1]).as("thread %d", t).isEqualTo((int) value);
        }
    }

    @Test
    void aPointerToNoFunctionIsReported() {
        String body = """
                mov.u64 %rd3, 4096;
                {
                p: .callprototype _ (.param .b32 _);
                .param .b32 x;
                st.param.b32 [x], %r0;
                call %rd3, (x), p;
                }
                """;
        assertThatThrownBy(() -> PtxProgram.run(PtxProgram.kernel(1, body), PtxProgram.threads(3), new int[3]))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("call of address 0x1000: no function with these parameters is there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "call outside; no function 'outside' with a body",
                "call malloc, (%rd1); no function 'malloc' with a body",
                "call two, (%r1); wrong number of parameters (expected 2, found 1)",
                "call (%r1), two, (%r1, %r2); wrong number of results",
                "call %rd1, (%r1); needs a .callprototype",
                "call %r1, (%r1); expected a function or a 64-bit register",
                "call (%r1), vprintf, (%rd1); wrong number of parameters (expected 2, found 1)",
                "ret %r1; operands (expected 0)",
                "call 5; expected a function"
            })
    void whatCannotBeCalledIsRefused(String instruction, String message) {
        String functions =
                ".extern .func outside; .extern .func (.param .b32 r) vprintf(.param .b64 f, .param .b64 a); .extern .func (.param .b64 p) malloc(.param .b64 n); "
                        + ".func two(.param .b32 a, .param .b32 b) { ret; }";
        PtxSource source = PtxProgram.kernel(functions, 0, instruction + ";");
        try (EmulatedDevice device = new EmulatedDevice(0)) {
            assertThatThrownBy(() -> device.load(source))
                    .isInstanceOf(PtxException.class)
                    .hasMessageContaining("test.ptx:" + PtxProgram.FIRST_LINE + ":1: ")
                    .hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ".func f { bar.sync 17| }; barrier (expected 0 to 15, found 17)",
                ".func f { frobnicate.u32 5| }; frobnicate.u32: unknown instruction"
            })
    void functionsAreCheckedWhetherOrNotTheyAreCalled(String function, String message) {
        PtxSource source = PtxProgram.source(function.replace('|', ';') + "\n.visible .entry k() { ret; }");
        try (EmulatedDevice device = new EmulatedDevice(0)) {
            assertThatThrownBy(() -> device.load(source))
                    .isInstanceOf(PtxException.class)
                    .hasMessageContaining("test.ptx:")
                    .hasMessageContaining(message);
        }
    }
}
