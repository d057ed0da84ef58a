package alexnet.engine.emulator.conformance;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a case in the ways that the emulator has: each lane with operands of its own or all lanes of a block with the same
 * operands, and for all lanes or every other lane only.
 */
final class LaneProgram {

    private static final int BLOCK = 128;
    /** Rows of the run in which a whole block has the same operands. */
    private static final int SAME = 120;

    private static final long UNTOUCHED = 0x5a5a_5a5a_5a5a_5a5aL;

    private LaneProgram() {}

    /**
     * A module up to the kernel's registers and the addresses of operands (%l14) and results (%l15).
     *
     * @param parameters the kernel's parameters after these two
     */
    static String head(String parameters) {
        return ByteProgram.HEAD + ".visible .entry k(.param .u64 pin, .param .u64 pout" + parameters + ")\n{\n"
                + ".reg .pred %p<16>; .reg .b16 %h<16>; .reg .b32 %r<24>; .reg .b64 %l<24>;"
                + " .reg .f32 %f<16>; .reg .f64 %d<16>;\n"
                + "ld.param.u64 %l14, [pin]; ld.param.u64 %l15, [pout];\n";
    }

    /**
     * A module with a kernel that does row {@code blockFactor * ctaid + threadFactor * tid}: the instruction first in all
     * threads, then once more in those of odd rows.
     */
    static String text(LaneCase of) {
        StringBuilder k = new StringBuilder(head(", .param .u32 pblock, .param .u32 pthread"));
        k.append("ld.param.u32 %r14, [pblock]; ld.param.u32 %r15, [pthread];\n");
        k.append("mov.u32 %r16, %ctaid.x; mov.u32 %r17, %tid.x;\n");
        k.append("mul.lo.u32 %r16, %r16, %r14; mad.lo.u32 %r16, %r17, %r15, %r16;\n");
        k.append("mad.wide.u32 %l14, %r16, ")
                .append(8 * Math.max(1, of.operands.size()))
                .append(", %l14;\n");
        k.append("mad.wide.u32 %l15, %r16, ").append(16 * of.results.size()).append(", %l15;\n");
        k.append("and.b32 %r16, %r16, 1; setp.ne.u32 %p15, %r16, 0;\n");
        String text = of.text;
        for (int i = 0; i < of.operands.size(); i++) {
            String register = register(of.operands.get(i), i + 1);
            k.append(load(of.operands.get(i), register, "[%l14+" + 8 * i + "]"));
            text = text.replace("$" + "abce".charAt(i), register);
        }
        instruction(k, of, text, 0);
        instruction(k, of, text, 1);
        return k.append("ret;\n}\n").toString();
    }

    /** The instruction for all threads (round 0) or those of odd rows (round 1), and its results' way to memory. */
    private static void instruction(StringBuilder k, LaneCase of, String text, int round) {
        int count = of.results.size();
        String written = text;
        for (int i = 0; i < count; i++) {
            String register = register(of.results.get(i), 7 + round * 3 + i);
            k.append(load(of.results.get(i), register, "[%l15+" + 8 * (round * count + i) + "]"));
            written = written.replace("$" + "dq".charAt(i), register);
        }
        boolean single = written.indexOf(';') == written.length() - 1;
        if (round == 1) {
            k.append(single ? "@%p15 " : "@!%p15 bra over;\n");
        }
        k.append(written).append('\n').append(round == 1 && !single ? "over:\n" : "");
        for (int i = 0; i < count; i++) {
            String register = register(of.results.get(i), 7 + round * 3 + i);
            k.append(store(of.results.get(i), register, "[%l15+" + 8 * (round * count + i) + "]"));
        }
    }

    static String register(Kind kind, int number) {
        return switch (kind.register) {
            case "pred" -> "%p" + number;
            case "b16" -> "%h" + number;
            case "b32" -> "%r" + number;
            case "b64" -> "%l" + number;
            case "f32" -> "%f" + number;
            default -> "%d" + number;
        };
    }

    private static String load(Kind kind, String register, String address) {
        return kind == Kind.PRED
                ? "ld.global.u32 %r17, " + address + "; and.b32 %r17, %r17, 1; setp.ne.u32 " + register + ", %r17, 0;\n"
                : "ld.global." + kind.register + " " + register + ", " + address + ";\n";
    }

    static String store(Kind kind, String register, String address) {
        return kind == Kind.PRED
                ? "selp.u32 %r17, 1, 0, " + register + "; st.global.u32 " + address + ", %r17;\n"
                : "st.global." + kind.register + " " + address + ", " + register + ";\n";
    }

    /** Runs the case on its rows; the complaints, at most a few, are returned. */
    static List<String> run(EmulatedDevice device, Stream stream, LaneCase of, List<long[]> rows) {
        Kernel kernel = device.load(new PtxSource("conformance.ptx", text(of))).kernel("k");
        List<String> complaints = new ArrayList<>(launch(device, stream, kernel, of, rows, false));
        int step = Math.max(1, rows.size() / SAME);
        List<long[]> some = new ArrayList<>();
        for (int i = 0; i < rows.size(); i += step) {
            some.add(rows.get(i));
        }
        complaints.addAll(launch(device, stream, kernel, of, some, true));
        return complaints;
    }

    private static List<String> launch(
            EmulatedDevice device, Stream stream, Kernel kernel, LaneCase of, List<long[]> rows, boolean same) {
        int padded = (rows.size() + BLOCK - 1) / BLOCK * BLOCK;
        int operands = Math.max(1, of.operands.size());
        long[] in = new long[padded * operands];
        for (int i = 0; i < in.length && !of.operands.isEmpty(); i++) {
            in[i] = rows.get(i / operands % rows.size())[i % operands];
        }
        int results = 2 * of.results.size();
        long[] out = new long[padded * results];
        Arrays.fill(out, UNTOUCHED);
        LaunchGeometry geometry =
                same ? LaunchGeometry.of(rows.size(), 1, 1, 3, 1) : LaunchGeometry.linear(padded, BLOCK);
        try (DeviceBuffer from = device.allocate(8L * in.length, "operands");
                DeviceBuffer to = device.allocate(8L * out.length, "results")) {
            from.write(ints(in));
            to.write(ints(out));
            KernelArguments arguments = new KernelArguments().pointer(from).pointer(to);
            stream.launch(kernel, geometry, arguments.i32(same ? 1 : BLOCK).i32(same ? 0 : 1));
            stream.synchronize();
            int[] read = new int[2 * out.length];
            to.read(read);
            for (int i = 0; i < out.length; i++) {
                out[i] = read[2 * i] & 0xffff_ffffL | (long) read[2 * i + 1] << 32;
            }
        }
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < rows.size() && complaints.size() < 3; i++) {
            check(
                    of,
                    rows.get(i),
                    Arrays.copyOfRange(out, i * results, (i + 1) * results),
                    i % 2 != 0,
                    same,
                    complaints);
        }
        return complaints;
    }

    static int[] ints(long[] values) {
        int[] halves = new int[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            halves[2 * i] = (int) values[i];
            halves[2 * i + 1] = (int) (values[i] >>> 32);
        }
        return halves;
    }

    private static void check(LaneCase of, long[] row, long[] out, boolean odd, boolean same, List<String> complaints) {
        int count = of.results.size();
        String where = of + " of " + LaneCase.hex(row) + (same ? ", the same in all threads" : "");
        String all = of.judge().complaint(row, found(of, out, 0));
        if (all != null) {
            complaints.add(where + ": " + all);
        }
        long[] guarded = found(of, out, count);
        String some = odd
                ? of.judge().complaint(row, guarded)
                : Arrays.equals(guarded, found(of, untouched(count), 0)) ? null : "found " + LaneCase.hex(guarded);
        if (some != null) {
            complaints.add(where + (odd ? ", in odd rows only: " : ", switched off: ") + some);
        }
    }

    private static long[] untouched(int count) {
        long[] values = new long[count];
        Arrays.fill(values, UNTOUCHED);
        return values;
    }

    private static long[] found(LaneCase of, long[] out, int from) {
        long[] found = new long[of.results.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = of.results.get(i).cut(out[from + i]);
        }
        return found;
    }
}
