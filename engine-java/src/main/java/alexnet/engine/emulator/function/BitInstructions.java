package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.loop.Signatures.II;
import alexnet.engine.emulator.loop.Signatures.IIII;
import alexnet.engine.emulator.loop.Signatures.IL;
import alexnet.engine.emulator.loop.Signatures.LL;
import alexnet.engine.emulator.math.IntegerMath;

/** Instructions on bits and bytes within a word, by their full names. */
final class BitInstructions {

    private final InstructionTable table;

    BitInstructions(InstructionTable table) {
        this.table = table;
    }

    void register() {
        counts();
        shiftAmounts();
        fields();
        bytes();
        funnels();
        products();
    }

    private void counts() {
        table.put((II) a -> Integer.bitCount(a), null, "popc.b32");
        table.put((II) a -> Integer.numberOfLeadingZeros(a), null, "clz.b32");
        table.put((II) a -> Integer.reverse(a), null, "brev.b32");
        table.put((IL) a -> Long.bitCount(a), null, "popc.b64");
        table.put((IL) a -> Long.numberOfLeadingZeros(a), null, "clz.b64");
        table.put((LL) a -> Long.reverse(a), null, "brev.b64");
        table.put((II) a -> IntegerMath.findHighest(a, true), null, "bfind.s32");
        table.put((II) a -> IntegerMath.findHighest(a, false), null, "bfind.u32");
        table.put((IL) a -> IntegerMath.findHighest(a, true), null, "bfind.s64");
        table.put((IL) a -> IntegerMath.findHighest(a, false), null, "bfind.u64");
        table.put((IIII) IntegerMath::findNth, null, "fns.b32");
    }

    /** {@code .shiftamt}: how far to shift left until the found bit is at the top. */
    private void shiftAmounts() {
        table.put((II) a -> IntegerMath.toTop(IntegerMath.findHighest(a, true), 31), null, "bfind.shiftamt.s32");
        table.put((II) a -> IntegerMath.toTop(IntegerMath.findHighest(a, false), 31), null, "bfind.shiftamt.u32");
        table.put((IL) a -> IntegerMath.toTop(IntegerMath.findHighest(a, true), 63), null, "bfind.shiftamt.s64");
        table.put((IL) a -> IntegerMath.toTop(IntegerMath.findHighest(a, false), 63), null, "bfind.shiftamt.u64");
    }

    private void fields() {
        table.put((IIII) (a, b, c) -> IntegerMath.extract(a, b, c, true), null, "bfe.s32");
        table.put((IIII) (a, b, c) -> IntegerMath.extract(a, b, c, false), null, "bfe.u32");
        table.put((Signatures.LLII) (a, b, c) -> IntegerMath.extract(a, b, c, true), null, "bfe.s64");
        table.put((Signatures.LLII) (a, b, c) -> IntegerMath.extract(a, b, c, false), null, "bfe.u64");
    }

    /** {@code prmt}: each mode is the general form with one of four fixed selectors. */
    private void bytes() {
        table.put((IIII) IntegerMath::permute, null, "prmt.b32");
        permutation("f4e", 0x3210, 0x4321, 0x5432, 0x6543);
        permutation("b4e", 0x5670, 0x6701, 0x7012, 0x0123);
        permutation("rc8", 0x0000, 0x1111, 0x2222, 0x3333);
        permutation("ecl", 0x3210, 0x3211, 0x3222, 0x3333);
        permutation("ecr", 0x0000, 0x1110, 0x2210, 0x3210);
        permutation("rc16", 0x1010, 0x3232, 0x1010, 0x3232);
    }

    private void permutation(String mode, int zero, int one, int two, int three) {
        table.put(
                (IIII) (a, b, c) -> IntegerMath.permute(
                        a, b, (c & 2) == 0 ? (c & 1) == 0 ? zero : one : (c & 1) == 0 ? two : three),
                null,
                "prmt.b32." + mode);
    }

    private void funnels() {
        table.put((IIII) (a, b, c) -> IntegerMath.funnelLeft(a, b, c & 31), null, "shf.l.wrap.b32");
        table.put((IIII) (a, b, c) -> IntegerMath.funnelRight(a, b, c & 31), null, "shf.r.wrap.b32");
        table.put(
                (IIII) (a, b, c) -> IntegerMath.funnelLeft(a, b, Integer.compareUnsigned(c, 32) > 0 ? 32 : c),
                null,
                "shf.l.clamp.b32");
        table.put(
                (IIII) (a, b, c) -> IntegerMath.funnelRight(a, b, Integer.compareUnsigned(c, 32) > 0 ? 32 : c),
                null,
                "shf.r.clamp.b32");
    }

    private void products() {
        for (String types : new String[] {"u32.u32", "u32.s32", "s32.u32", "s32.s32"}) {
            boolean first = types.charAt(0) == 's';
            boolean second = types.charAt(4) == 's';
            table.put((IIII) (a, b, c) -> IntegerMath.dotBytes(a, b, c, first, second), null, "dp4a." + types);
            table.put((IIII) (a, b, c) -> IntegerMath.dotHalves(a, b, c, first, second), null, "dp2a.lo." + types);
            table.put(
                    (IIII) (a, b, c) -> IntegerMath.dotHalves(a, b >>> 16, c, first, second), null, "dp2a.hi." + types);
        }
    }
}
