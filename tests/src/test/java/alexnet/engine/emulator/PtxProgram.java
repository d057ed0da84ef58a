package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import java.util.function.IntUnaryOperator;

/** Runs a kernel "k" with pointer parameters only on a fresh emulated device; buffers come back in the arrays given. */
public final class PtxProgram {

    private static final String HEAD = """
            .version 7.0
            .target sm_60
            .address_size 64
            """;

    /** Line of the first instruction of {@link #kernel} bodies. */
    static final int FIRST_LINE = 15;

    private PtxProgram() {}

    static PtxSource source(String text) {
        return new PtxSource("test.ptx", HEAD + text);
    }

    /** A kernel "k" with pointers {@code %rd0, %rd1, ...} loaded and the thread's number in {@code %r0}. */
    public static PtxSource kernel(int pointers, String body) {
        return kernel("", pointers, body);
    }

    /** As {@link #kernel(int, String)}, with module-level declarations on the one line before the kernel. */
    static PtxSource kernel(String declarations, int pointers, String body) {
        StringBuilder text = new StringBuilder(declarations.replace('\n', ' ')).append('\n');
        text.append(".visible .entry k(");
        for (int i = 0; i < pointers; i++) {
            text.append(i == 0 ? "" : ", ").append(".param .u64 p").append(i);
        }
        text.append(")\n{\n.reg .pred %p<20>;\n.reg .b16 %h<20>;\n.reg .b32 %r<60>;\n.reg .b64 %rd<60>;\n");
        text.append(".reg .f32 %f<30>; .reg .f64 %fd<20>;\n");
        for (int i = 0; i < pointers; i++) {
            text.append("ld.param.u64 %rd").append(i).append(", [p").append(i).append("]; ");
        }
        text.append("\nmov.u32 %r0, %tid.x;\n");
        return source(text + "\n" + body + "\nret;\n}\n");
    }

    static void run(PtxSource ptx, LaunchGeometry geometry, int[]... buffers) {
        run(EmulatorOptions.defaults(), ptx, geometry, buffers);
    }

    static void run(EmulatorOptions options, PtxSource ptx, LaunchGeometry geometry, int[]... buffers) {
        try (EmulatedDevice device = new EmulatedDevice(0, 1 << 28, options);
                Stream stream = device.createStream()) {
            KernelArguments arguments = new KernelArguments();
            DeviceBuffer[] on = new DeviceBuffer[buffers.length];
            for (int i = 0; i < buffers.length; i++) {
                on[i] = device.allocate(Math.max(1, buffers[i].length * 4L), "buffer" + i);
                on[i].write(buffers[i]);
                arguments.pointer(on[i]);
            }
            stream.launch(device.load(ptx).kernel("k"), geometry, arguments);
            stream.synchronize();
            for (int i = 0; i < buffers.length; i++) {
                on[i].read(buffers[i]);
            }
        }
    }

    /** Asserts what each thread has written to the element of its number. */
    static void assertThreads(int[] written, IntUnaryOperator expected) {
        for (int t = 0; t < written.length; t++) {
            assertThat(written[t]).as("thread %d", t).isEqualTo(expected.applyAsInt(t));
        }
    }

    static LaunchGeometry threads(int x) {
        return LaunchGeometry.of(1, 1, 1, x, 1);
    }
}
