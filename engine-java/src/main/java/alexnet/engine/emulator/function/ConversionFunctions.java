package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures.DF;
import alexnet.engine.emulator.loop.Signatures.DI;
import alexnet.engine.emulator.loop.Signatures.DL;
import alexnet.engine.emulator.loop.Signatures.FD;
import alexnet.engine.emulator.loop.Signatures.FI;
import alexnet.engine.emulator.loop.Signatures.FL;
import alexnet.engine.emulator.loop.Signatures.ID;
import alexnet.engine.emulator.loop.Signatures.IF;
import alexnet.engine.emulator.loop.Signatures.II;
import alexnet.engine.emulator.loop.Signatures.IL;
import alexnet.engine.emulator.loop.Signatures.LD;
import alexnet.engine.emulator.loop.Signatures.LF;
import alexnet.engine.emulator.loop.Signatures.LI;
import alexnet.engine.emulator.loop.Signatures.LL;
import alexnet.engine.emulator.math.Conversion;
import alexnet.engine.emulator.math.FloatMath;
import alexnet.engine.emulator.state.IntegerRule;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxType;
import java.util.List;

/** The functions of {@code cvt}, and moves of bits between register files. */
public final class ConversionFunctions {

    private ConversionFunctions() {}

    /** The bits of a register as another type; 64 to 32 bits keeps the low half, 32 to 64 fills up with zeros. */
    public static LaneFunction bits(int to, int from) {
        String key = "bits " + to + " " + from;
        return switch (to * Registers.COUNT + from) {
            case Registers.INT * Registers.COUNT + Registers.FLOAT ->
                InstructionTable.derived(key, null, () -> (IF) a -> Float.floatToRawIntBits(a));
            case Registers.FLOAT * Registers.COUNT + Registers.INT ->
                InstructionTable.derived(key, null, () -> (FI) a -> Float.intBitsToFloat(a));
            case Registers.LONG * Registers.COUNT + Registers.DOUBLE ->
                InstructionTable.derived(key, null, () -> (LD) a -> Double.doubleToRawLongBits(a));
            case Registers.DOUBLE * Registers.COUNT + Registers.LONG ->
                InstructionTable.derived(key, null, () -> (DL) a -> Double.longBitsToDouble(a));
            case Registers.INT * Registers.COUNT + Registers.LONG ->
                InstructionTable.derived(key, IntegerRule.SAME, () -> (IL) a -> (int) a);
            case Registers.LONG * Registers.COUNT + Registers.INT ->
                InstructionTable.derived(key, IntegerRule.ZERO_EXTEND, () -> (LI) a -> a & 0xffff_ffffL);
            case Registers.FLOAT * Registers.COUNT + Registers.LONG ->
                InstructionTable.derived(key, null, () -> (FL) a -> Float.intBitsToFloat((int) a));
            case Registers.LONG * Registers.COUNT + Registers.FLOAT ->
                InstructionTable.derived(key, null, () -> (LF) a -> Float.floatToRawIntBits(a) & 0xffff_ffffL);
            case Registers.INT * Registers.COUNT + Registers.DOUBLE ->
                InstructionTable.derived(key, null, () -> (ID) a -> (int) Double.doubleToRawLongBits(a));
            case Registers.DOUBLE * Registers.COUNT + Registers.INT ->
                InstructionTable.derived(key, null, () -> (DI) a -> Double.longBitsToDouble(a & 0xffff_ffffL));
            case Registers.FLOAT * Registers.COUNT + Registers.DOUBLE ->
                InstructionTable.derived(
                        key, null, () -> (FD) a -> Float.intBitsToFloat((int) Double.doubleToRawLongBits(a)));
            case Registers.DOUBLE * Registers.COUNT + Registers.FLOAT ->
                InstructionTable.derived(
                        key, null, () -> (DF) a -> Double.longBitsToDouble(Float.floatToRawIntBits(a) & 0xffff_ffffL));
            default -> throw new IllegalArgumentException(key);
        };
    }

    /**
     * The function of a {@code cvt} (PTX ISA 7.0, cvt).
     *
     * @param modifiers those before the types, in the order of the text
     * @return null where PTX 7.0 has no such conversion
     */
    public static LaneFunction convert(PtxType to, PtxType from, List<String> modifiers) {
        Conversion conversion = Conversion.of(to, from, modifiers);
        if (conversion == null) {
            return null;
        }
        if (conversion.betweenIntegers()) {
            return integers(conversion.key(), to, from, conversion.saturate());
        }
        return InstructionTable.derived(conversion.key(), null, () -> FloatConversions.of(conversion));
    }

    private static LaneFunction integers(String key, PtxType to, PtxType from, boolean saturate) {
        IntegerRule rule = null;
        if (!saturate && from.bytes >= 4 && to.bytes == 4) {
            rule = IntegerRule.SAME;
        } else if (from.bytes == 8 && to.bytes == 8) {
            rule = IntegerRule.SAME;
        } else if (from.bytes == 4 && to.bytes == 8) {
            rule = from.signed() ? IntegerRule.SIGN_EXTEND : IntegerRule.ZERO_EXTEND;
        }
        IntegerRule chosen = saturate ? null : rule;
        boolean wideTo = to.bytes == 8;
        boolean wideFrom = from.bytes == 8;
        return InstructionTable.derived(key, chosen, () -> {
            if (wideTo && wideFrom) {
                return (LL) a -> narrow(a, from, to, saturate);
            }
            if (wideTo) {
                return (LI) a -> narrow(value(a, from), from, to, saturate);
            }
            if (wideFrom) {
                return (IL) a -> (int) narrow(a, from, to, saturate);
            }
            return (II) a -> (int) narrow(value(a, from), from, to, saturate);
        });
    }

    /** A 32-bit register read as a type. */
    static long value(int a, PtxType type) {
        return switch (type) {
            case S8 -> (byte) a;
            case U8, B8 -> a & 0xff;
            case S16 -> (short) a;
            case U16, B16 -> a & 0xffff;
            case S32 -> a;
            default -> a & 0xffff_ffffL;
        };
    }

    /** A value in the form that a register of a type holds; 8-bit results are extended to the register. */
    private static long narrow(long a, PtxType from, PtxType to, boolean saturate) {
        long v = saturate ? saturated(a, from, to) : a;
        return switch (to) {
            case S8 -> (byte) v;
            case U8, B8 -> v & 0xff;
            case S16, U16, B16 -> v & 0xffff;
            case S32, U32, B32 -> (int) v;
            default -> v;
        };
    }

    private static long saturated(long a, PtxType from, PtxType to) {
        boolean huge = from == PtxType.U64 && a < 0;
        if (to.signed()) {
            long high = to.bytes == 8 ? Long.MAX_VALUE : (1L << to.bytes * 8 - 1) - 1;
            return huge ? high : FloatMath.clamp(a, -high - 1, high);
        }
        if (to.bytes == 8) {
            return from.signed() && a < 0 ? 0 : a;
        }
        long high = (1L << to.bytes * 8) - 1;
        return huge ? high : FloatMath.clamp(a, 0, high);
    }
}
