package alexnet.engine.emulator.conformance;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxModule;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel {@code k} on buffers of bytes, each the parameter {@code b0}, {@code b1} and so on, whose addresses are in
 * {@code %l0}, {@code %l1}...; the thread's number in x is in {@code %r0}. Registers are those of {@link Refusal}, more of
 * them.
 */
final class ByteProgram {

    static final String HEAD = ".version 7.0\n.target sm_80\n.address_size 64\n";

    private ByteProgram() {}

    static String text(String declarations, int buffers, String body) {
        StringBuilder text = new StringBuilder(HEAD).append(declarations).append("\n.visible .entry k(");
        for (int i = 0; i < buffers; i++) {
            text.append(i == 0 ? "" : ", ").append(".param .u64 b").append(i);
        }
        text.append(")\n{\n.reg .pred %p<16>; .reg .b16 %h<32>; .reg .b32 %r<64>; .reg .b64 %l<64>;\n");
        text.append(".reg .f32 %f<32>; .reg .f64 %d<32>;\n");
        for (int i = 0; i < buffers; i++) {
            text.append("ld.param.u64 %l").append(i).append(", [b").append(i).append("]; ");
        }
        return text.append("\nmov.u32 %r0, %tid.x;\n")
                .append(body)
                .append("\nret;\n}\n")
                .toString();
    }

    /** Runs the kernel once; the buffers' bytes are those that it left. */
    static void run(String text, LaunchGeometry geometry, byte[]... buffers) {
        run(text, geometry, new long[0], buffers);
    }

    /** As {@link #run(String, LaunchGeometry, byte[]...)}, with 64-bit arguments after the buffers. */
    static void run(String text, LaunchGeometry geometry, long[] numbers, byte[]... buffers) {
        try (EmulatedDevice device = new EmulatedDevice(0);
                Stream stream = device.createStream();
                PtxModule module = device.load(new PtxSource("case.ptx", text))) {
            KernelArguments arguments = new KernelArguments();
            List<DeviceBuffer> on = new ArrayList<>();
            for (byte[] buffer : buffers) {
                DeviceBuffer copy = device.allocate(buffer.length, "b" + on.size());
                copy.write(buffer);
                arguments.pointer(copy);
                on.add(copy);
            }
            for (long number : numbers) {
                arguments.i64(number);
            }
            stream.launch(module.kernel("k"), geometry, arguments);
            stream.synchronize();
            for (int i = 0; i < buffers.length; i++) {
                on.get(i).read(buffers[i]);
            }
        }
    }

    static LaunchGeometry threads(int count) {
        return LaunchGeometry.of(1, 1, 1, count, 1);
    }

    /** The number that {@code count} bytes stand for, little-endian, without sign. */
    static long number(byte[] bytes, int offset, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }

    /** Writes the low bytes of a number, little-endian. */
    static void put(byte[] bytes, int offset, int count, long value) {
        for (int i = 0; i < count; i++) {
            bytes[offset + i] = (byte) (value >>> 8 * i);
        }
    }
}
