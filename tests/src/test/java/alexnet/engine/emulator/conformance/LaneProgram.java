package alexnet.engine.emulator.conformance;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a case in the three ways that the emulator has: each lane with operands of its own, all lanes of a block with the
 * same operands, and every other lane only.
 */
final class LaneProgram {

    private static final int BLOCK = 128;
    /** Rows of the runs in which a whole block has the same operands. */
    private static final int SAME = 120;

    private static final long UNTOUCHED = 0x5a5a_5a5a_5a5a_5a5aL;

    private LaneProgram() {}

    /** The text of the module with the case's three kernels. */
    static String text(LaneCase of) {
        StringBuilder module = new StringBuilder(".version 7.0\n.target sm_80\n.address_size 64\n");
        for (String kernel : List.of("each", "same", "some")) {
            module.append(kernel(of, kernel));
        }
        return module.toString();
    }

    private static String kernel(LaneCase of, String name) {
        StringBuilder k = new StringBuilder(".visible .entry " + name + "(.param .u64 pin, .param .u64 pout)\n{\n");
        k.append(".reg .pred %p<12>; .reg .b16 %h<12>; .reg .b32 %r<24>; .reg .b64 %l<24>;");
        k.append(" .reg .f32 %f<12>; .reg .f64 %d<12>;\n");
        k.append("ld.param.u64 %l10, [pin]; ld.param.u64 %l11, [pout];\n");
        k.append("mov.u32 %r12, %ctaid.x; mov.u32 %r13, %ntid.x; mov.u32 %r14, %tid.x;\n");
        k.append(name.equals("same") ? "mov.u32 %r15, %r12;\n" : "mad.lo.u32 %r15, %r12, %r13, %r14;\n");
        k.append("mad.wide.u32 %l10, %r15, ")
                .append(8 * Math.max(1, of.operands.size()))
                .append(", %l10;\n");
        k.append("mad.wide.u32 %l11, %r15, ").append(8 * of.results.size()).append(", %l11;\n");
        String text = of.text;
        for (int i = 0; i < of.operands.size(); i++) {
            String register = register(of.operands.get(i), i + 1);
            k.append(load(of.operands.get(i), register, "[%l10+" + 8 * i + "]"));
            text = text.replace("$" + "abce".charAt(i), register);
        }
        for (int i = 0; i < of.results.size(); i++) {
            String register = register(of.results.get(i), i + 7);
            k.append(load(of.results.get(i), register, "[%l11+" + 8 * i + "]"));
            text = text.replace("$" + "dq".charAt(i), register);
        }
        boolean single = text.indexOf(';') == text.length() - 1;
        boolean some = name.equals("some");
        if (some) {
            k.append("and.b32 %r16, %r15, 1; setp.ne.u32 %p11, %r16, 0;\n");
            k.append(single ? "@%p11 " : "@!%p11 bra over;\n");
        }
        k.append(text).append('\n').append(some && !single ? "over:\n" : "");
        for (int i = 0; i < of.results.size(); i++) {
            k.append(store(of.results.get(i), register(of.results.get(i), i + 7), "[%l11+" + 8 * i + "]"));
        }
        return k.append("ret;\n}\n").toString();
    }

    private static String register(Kind kind, int number) {
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

    private static String store(Kind kind, String register, String address) {
        return kind == Kind.PRED
                ? "selp.u32 %r17, 1, 0, " + register + "; st.global.u32 " + address + ", %r17;\n"
                : "st.global." + kind.register + " " + address + ", " + register + ";\n";
    }

    /** Runs the case on its rows; the complaints, at most a few, are returned. */
    static List<String> run(EmulatedDevice device, Stream stream, LaneCase of, List<long[]> rows) {
        var module = device.load(new PtxSource("conformance.ptx", text(of)));
        List<String> complaints = new ArrayList<>();
        for (String kernel : List.of("each", "same", "some")) {
            boolean same = kernel.equals("same");
            int used = same ? Math.min(SAME, rows.size()) : rows.size();
            int step = rows.size() / used;
            long[] in = new long[padded(used) * Math.max(1, of.operands.size())];
            for (int i = 0; i < in.length && !of.operands.isEmpty(); i++) {
                in[i] = rows.get(i / of.operands.size() % used * step)[i % of.operands.size()];
            }
            long[] out = new long[padded(used) * of.results.size()];
            Arrays.fill(out, UNTOUCHED);
            LaunchGeometry geometry =
                    same ? LaunchGeometry.of(used, 1, 1, 3, 1) : LaunchGeometry.linear(padded(used), BLOCK);
            try (DeviceBuffer from = device.allocate(8L * in.length, "operands");
                    DeviceBuffer to = device.allocate(8L * out.length, "results")) {
                from.write(ints(in));
                to.write(ints(out));
                stream.launch(
                        module.kernel(kernel),
                        geometry,
                        new KernelArguments().pointer(from).pointer(to));
                stream.synchronize();
                int[] read = new int[2 * out.length];
                to.read(read);
                for (int i = 0; i < out.length; i++) {
                    out[i] = read[2 * i] & 0xffff_ffffL | (long) read[2 * i + 1] << 32;
                }
            }
            for (int i = 0; i < used && complaints.size() < 5; i++) {
                String complaint = check(of, rows.get(i * step), out, i, kernel);
                if (complaint != null) {
                    complaints.add(complaint);
                }
            }
        }
        return complaints;
    }

    private static int padded(int rows) {
        return (rows + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static int[] ints(long[] values) {
        int[] halves = new int[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            halves[2 * i] = (int) values[i];
            halves[2 * i + 1] = (int) (values[i] >>> 32);
        }
        return halves;
    }

    private static String check(LaneCase of, long[] row, long[] out, int number, String kernel) {
        int count = of.results.size();
        long[] found = new long[count];
        boolean untouched = true;
        for (int i = 0; i < count; i++) {
            found[i] = of.results.get(i).cut(out[number * count + i]);
            untouched &= found[i] == of.results.get(i).cut(UNTOUCHED);
        }
        String complaint;
        if (kernel.equals("some") && number % 2 == 0) {
            complaint = untouched ? null : "a lane that is switched off has " + LaneCase.hex(found);
        } else {
            complaint = of.judge().complaint(row, found);
        }
        return complaint == null ? null : of + " of " + LaneCase.hex(row) + " (run '" + kernel + "'): " + complaint;
    }
}
