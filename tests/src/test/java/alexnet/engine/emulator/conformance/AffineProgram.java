package alexnet.engine.emulator.conformance;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs a case on operands {@code base + sx * tid.x + sy * tid.y}, which the emulator keeps as these three numbers as long as
 * it can: the results must be those of the lanes one by one, also where a sum wraps around within the block.
 */
final class AffineProgram {

    private static final int BLOCKS = 120;
    private static final int X = 5;
    private static final int Y = 3;
    private static final int WORDS = 3;
    /** Steps from thread to thread; 0 is there more than once, for operands that are the same in all threads. */
    private static final long[] STEPS = {0, 0, 0, 0, 1, 1, 4, -1, -4, 8, 24, 1 << 16, 0x4000_0000L, -0x4000_0000L};

    private AffineProgram() {}

    /** True for integer operands of full width, of any value. */
    static boolean takes(LaneCase of) {
        boolean whole =
                of.operands.stream().allMatch(kind -> kind == Kind.PRED || kind.register.equals("b64") || plain(kind));
        return whole && of.choices.isEmpty() && of.most == Integer.MAX_VALUE && !of.operands.isEmpty();
    }

    private static boolean plain(Kind kind) {
        return kind == Kind.B32 || kind == Kind.U32 || kind == Kind.S32;
    }

    static String text(LaneCase of) {
        StringBuilder k = new StringBuilder(LaneProgram.head(""));
        k.append("mov.u32 %r14, %tid.x; mov.u32 %r15, %tid.y; mov.u32 %r16, %ctaid.x;\n");
        k.append("cvt.u64.u32 %l12, %r14; cvt.u64.u32 %l13, %r15;\n");
        k.append("mad.wide.u32 %l14, %r16, ")
                .append(8 * WORDS * of.operands.size())
                .append(", %l14;\n");
        k.append("mul.lo.u32 %r16, %r16, ").append(X * Y).append("; add.u32 %r16, %r16, %r14;\n");
        k.append("mad.lo.u32 %r16, %r15, ").append(X).append(", %r16;\n");
        k.append("mad.wide.u32 %l15, %r16, ").append(8 * of.results.size()).append(", %l15;\n");
        String text = of.text;
        for (int i = 0; i < of.operands.size(); i++) {
            String register = LaneProgram.register(of.operands.get(i), i + 1);
            operand(k, of.operands.get(i), register, 8 * WORDS * i);
            text = text.replace("$" + "abce".charAt(i), register);
        }
        for (int i = 0; i < of.results.size(); i++) {
            text = text.replace("$" + "dq".charAt(i), LaneProgram.register(of.results.get(i), 7 + i));
        }
        k.append(text).append('\n');
        for (int i = 0; i < of.results.size(); i++) {
            String register = LaneProgram.register(of.results.get(i), 7 + i);
            k.append(LaneProgram.store(of.results.get(i), register, "[%l15+" + 8 * i + "]"));
        }
        return k.append("ret;\n}\n").toString();
    }

    private static void operand(StringBuilder k, Kind kind, String register, int at) {
        boolean wide = kind.bits == 64;
        String type = wide ? ".u64 " : ".u32 ";
        String word = wide ? "%l11" : "%r18";
        String target = kind == Kind.PRED ? "%r19" : register;
        k.append("ld.global")
                .append(type)
                .append(target)
                .append(", [%l14+")
                .append(at)
                .append("];\n");
        for (int axis = 0; axis < 2; axis++) {
            String thread = wide ? "%l1" + (2 + axis) : "%r1" + (4 + axis);
            k.append("ld.global")
                    .append(type)
                    .append(word)
                    .append(", [%l14+")
                    .append(at + 8 + 8 * axis)
                    .append("]; ");
            k.append("mad.lo")
                    .append(type)
                    .append(target)
                    .append(", ")
                    .append(thread)
                    .append(", ")
                    .append(word);
            k.append(", ").append(target).append(";\n");
        }
        if (kind == Kind.PRED) {
            k.append("and.b32 %r19, %r19, 1; setp.ne.u32 ").append(register).append(", %r19, 0;\n");
        }
    }

    /** Runs the case; the complaints, at most a few, are returned. */
    static List<String> run(EmulatedDevice device, Stream stream, LaneCase of, long seed) {
        Random random = new Random(seed ^ of.toString().hashCode() ^ 0xaff1e);
        int operands = of.operands.size();
        long[] in = new long[BLOCKS * operands * WORDS];
        for (int i = 0; i < in.length; i++) {
            long[] edges = of.operands.get(i / WORDS % operands).edges();
            in[i] = i % WORDS == 0 ? edges[random.nextInt(edges.length)] : STEPS[random.nextInt(STEPS.length)];
        }
        int results = of.results.size();
        int[] out = new int[2 * BLOCKS * X * Y * results];
        var kernel = device.load(new PtxSource("affine.ptx", text(of))).kernel("k");
        try (DeviceBuffer from = device.allocate(8L * in.length, "operands");
                DeviceBuffer to = device.allocate(4L * out.length, "results")) {
            from.write(LaneProgram.ints(in));
            to.write(out);
            stream.launch(
                    kernel,
                    LaunchGeometry.of(BLOCKS, 1, 1, X, Y),
                    new KernelArguments().pointer(from).pointer(to));
            stream.synchronize();
            to.read(out);
        }
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < BLOCKS * X * Y && complaints.size() < 3; i++) {
            long[] row = row(of, in, i / (X * Y), i % X, i / X % Y);
            long[] found = new long[results];
            for (int k = 0; k < results; k++) {
                int at = 2 * (i * results + k);
                found[k] = of.results.get(k).cut(out[at] & 0xffff_ffffL | (long) out[at + 1] << 32);
            }
            String complaint = of.judge().complaint(row, found);
            if (complaint != null) {
                complaints.add(of + " of " + LaneCase.hex(row) + ", affine in the thread: " + complaint);
            }
        }
        return complaints;
    }

    private static long[] row(LaneCase of, long[] in, int block, int x, int y) {
        long[] row = new long[of.operands.size()];
        for (int i = 0; i < row.length; i++) {
            int at = (block * row.length + i) * WORDS;
            row[i] = of.operands.get(i).cut(in[at] + in[at + 1] * x + in[at + 2] * y);
        }
        return row;
    }
}
