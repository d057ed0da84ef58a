package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures.II;
import alexnet.engine.emulator.loop.Signatures.III;
import alexnet.engine.emulator.loop.Signatures.IIII;
import alexnet.engine.emulator.loop.Signatures.LII;
import alexnet.engine.emulator.loop.Signatures.LIIL;
import alexnet.engine.emulator.loop.Signatures.LL;
import alexnet.engine.emulator.loop.Signatures.LLI;
import alexnet.engine.emulator.loop.Signatures.LLL;
import alexnet.engine.emulator.loop.Signatures.LLLL;
import alexnet.engine.emulator.math.IntegerMath;
import alexnet.engine.emulator.state.IntegerRule;

/** Integer and logic instructions by their full names. */
final class IntegerInstructions {

    private final InstructionTable table;

    IntegerInstructions(InstructionTable table) {
        this.table = table;
    }

    void register() {
        arithmetic32();
        multiplication32();
        saturated();
        arithmetic64();
        multiplication64();
        arithmetic16();
        logic();
    }

    private void arithmetic32() {
        table.put((III) (a, b) -> a + b, IntegerRule.ADD, "add.s32", "add.u32");
        table.put((III) (a, b) -> a - b, IntegerRule.SUBTRACT, "sub.s32", "sub.u32");
        table.put((III) (a, b) -> Math.min(a, b), IntegerRule.MINIMUM, "min.s32");
        table.put((III) (a, b) -> Math.max(a, b), IntegerRule.MAXIMUM, "max.s32");
        table.put((III) (a, b) -> Integer.compareUnsigned(a, b) < 0 ? a : b, null, "min.u32");
        table.put((III) (a, b) -> Integer.compareUnsigned(a, b) > 0 ? a : b, null, "max.u32");
        table.put((III) IntegerMath::divide, null, "div.s32");
        table.put((III) IntegerMath::divideUnsigned, null, "div.u32");
        table.put((III) IntegerMath::remainder, null, "rem.s32");
        table.put((III) IntegerMath::remainderUnsigned, null, "rem.u32");
        table.put((II) a -> -a, IntegerRule.NEGATE, "neg.s32");
        table.put((II) a -> Math.abs(a), null, "abs.s32");
        table.put((IIII) (a, b, c) -> (a > b ? a - b : b - a) + c, null, "sad.s32");
        table.put((IIII) (a, b, c) -> (Integer.compareUnsigned(a, b) > 0 ? a - b : b - a) + c, null, "sad.u32");
    }

    private void multiplication32() {
        table.put((III) (a, b) -> a * b, IntegerRule.MULTIPLY, "mul.lo.s32", "mul.lo.u32");
        table.put((III) IntegerMath::multiplyHigh, null, "mul.hi.s32");
        table.put((III) IntegerMath::multiplyHighUnsigned, null, "mul.hi.u32");
        table.put((LII) (a, b) -> (long) a * b, IntegerRule.WIDE_SIGNED, "mul.wide.s32");
        table.put((LII) (a, b) -> (a & 0xffff_ffffL) * (b & 0xffff_ffffL), IntegerRule.WIDE_UNSIGNED, "mul.wide.u32");
        table.put((IIII) (a, b, c) -> a * b + c, IntegerRule.MULTIPLY_ADD, "mad.lo.s32", "mad.lo.u32");
        table.put((IIII) (a, b, c) -> IntegerMath.multiplyHigh(a, b) + c, null, "mad.hi.s32");
        table.put((IIII) (a, b, c) -> IntegerMath.multiplyHighUnsigned(a, b) + c, null, "mad.hi.u32");
        table.put((LIIL) (a, b, c) -> (long) a * b + c, IntegerRule.WIDE_SIGNED_ADD, "mad.wide.s32");
        table.put((LIIL) (a, b, c) -> (a & 0xffff_ffffL) * (b & 0xffff_ffffL) + c, null, "mad.wide.u32");
        table.put((III) (a, b) -> (a << 8 >> 8) * (b << 8 >> 8), null, "mul24.lo.s32");
        table.put((III) (a, b) -> (a & 0xff_ffff) * (b & 0xff_ffff), null, "mul24.lo.u32");
        table.put((III) IntegerMath::multiply24High, null, "mul24.hi.s32");
        table.put((III) IntegerMath::multiply24HighUnsigned, null, "mul24.hi.u32");
        table.put((IIII) (a, b, c) -> (a << 8 >> 8) * (b << 8 >> 8) + c, null, "mad24.lo.s32");
        table.put((IIII) (a, b, c) -> (a & 0xff_ffff) * (b & 0xff_ffff) + c, null, "mad24.lo.u32");
        table.put((IIII) (a, b, c) -> IntegerMath.multiply24High(a, b) + c, null, "mad24.hi.s32");
        table.put((IIII) (a, b, c) -> IntegerMath.multiply24HighUnsigned(a, b) + c, null, "mad24.hi.u32");
    }

    private void saturated() {
        table.put((III) (a, b) -> IntegerMath.clamp((long) a + b), null, "add.sat.s32");
        table.put((III) (a, b) -> IntegerMath.clamp((long) a - b), null, "sub.sat.s32");
        table.put(
                (IIII) (a, b, c) -> IntegerMath.clamp((long) IntegerMath.multiplyHigh(a, b) + c),
                null,
                "mad.hi.sat.s32");
        table.put(
                (IIII) (a, b, c) -> IntegerMath.clamp((long) IntegerMath.multiply24High(a, b) + c),
                null,
                "mad24.hi.sat.s32");
    }

    private void arithmetic64() {
        table.put((LLL) (a, b) -> a + b, IntegerRule.ADD, "add.s64", "add.u64");
        table.put((LLL) (a, b) -> a - b, IntegerRule.SUBTRACT, "sub.s64", "sub.u64");
        table.put((LLL) (a, b) -> Math.min(a, b), null, "min.s64");
        table.put((LLL) (a, b) -> Math.max(a, b), null, "max.s64");
        table.put((LLL) (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b, null, "min.u64");
        table.put((LLL) (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b, null, "max.u64");
        table.put((LLL) IntegerMath::divide, null, "div.s64");
        table.put((LLL) IntegerMath::divideUnsigned, null, "div.u64");
        table.put((LLL) IntegerMath::remainder, null, "rem.s64");
        table.put((LLL) IntegerMath::remainderUnsigned, null, "rem.u64");
        table.put((LLLL) (a, b, c) -> (a > b ? a - b : b - a) + c, null, "sad.s64");
        table.put((LLLL) (a, b, c) -> (Long.compareUnsigned(a, b) > 0 ? a - b : b - a) + c, null, "sad.u64");
        table.put((LL) a -> -a, IntegerRule.NEGATE, "neg.s64");
        table.put((LL) a -> Math.abs(a), null, "abs.s64");
    }

    private void multiplication64() {
        table.put((LLL) (a, b) -> a * b, IntegerRule.MULTIPLY, "mul.lo.s64", "mul.lo.u64");
        table.put((LLL) (a, b) -> Math.multiplyHigh(a, b), null, "mul.hi.s64");
        table.put((LLL) IntegerMath::multiplyHighUnsigned, null, "mul.hi.u64");
        table.put((LLLL) (a, b, c) -> a * b + c, IntegerRule.MULTIPLY_ADD, "mad.lo.s64", "mad.lo.u64");
        table.put((LLLL) (a, b, c) -> Math.multiplyHigh(a, b) + c, null, "mad.hi.s64");
        table.put((LLLL) (a, b, c) -> IntegerMath.multiplyHighUnsigned(a, b) + c, null, "mad.hi.u64");
    }

    /** 16-bit registers hold zero-extended values. */
    private void arithmetic16() {
        table.put((III) (a, b) -> a + b & 0xffff, null, "add.s16", "add.u16");
        table.put((III) (a, b) -> a - b & 0xffff, null, "sub.s16", "sub.u16");
        table.put((III) (a, b) -> a * b & 0xffff, null, "mul.lo.s16", "mul.lo.u16");
        table.put((III) (a, b) -> a * b >>> 16, null, "mul.hi.u16");
        table.put((III) (a, b) -> (short) a * (short) b >> 16 & 0xffff, null, "mul.hi.s16");
        table.put((III) (a, b) -> (short) a * (short) b, null, "mul.wide.s16");
        table.put((III) (a, b) -> a * b, null, "mul.wide.u16");
        table.put((IIII) (a, b, c) -> a * b + c & 0xffff, null, "mad.lo.s16", "mad.lo.u16");
        table.put((IIII) (a, b, c) -> (a * b >>> 16) + c & 0xffff, null, "mad.hi.u16");
        table.put((IIII) (a, b, c) -> ((short) a * (short) b >> 16) + c & 0xffff, null, "mad.hi.s16");
        table.put((IIII) (a, b, c) -> Math.abs(a - b) + c & 0xffff, null, "sad.u16");
        table.put((IIII) (a, b, c) -> Math.abs((short) a - (short) b) + c & 0xffff, null, "sad.s16");
        table.put((IIII) (a, b, c) -> (short) a * (short) b + c, null, "mad.wide.s16");
        table.put((IIII) (a, b, c) -> a * b + c, null, "mad.wide.u16");
        table.put((III) (a, b) -> Math.min((short) a, (short) b) & 0xffff, null, "min.s16");
        table.put((III) (a, b) -> Math.max((short) a, (short) b) & 0xffff, null, "max.s16");
        table.put((III) (a, b) -> Math.min(a, b), null, "min.u16");
        table.put((III) (a, b) -> Math.max(a, b), null, "max.u16");
        table.put((III) (a, b) -> IntegerMath.divide((short) a, (short) b) & 0xffff, null, "div.s16");
        table.put((III) (a, b) -> IntegerMath.divide(a, b) & 0xffff, null, "div.u16");
        table.put((III) (a, b) -> IntegerMath.remainder((short) a, (short) b) & 0xffff, null, "rem.s16");
        table.put((III) (a, b) -> IntegerMath.remainder(a, b), null, "rem.u16");
        table.put((II) a -> -a & 0xffff, null, "neg.s16");
        table.put((II) a -> Math.abs((short) a) & 0xffff, null, "abs.s16");
        table.put((II) a -> ~a & 0xffff, null, "not.b16");
        table.put((III) (a, b) -> IntegerMath.shiftLeft(a, b) & 0xffff, null, "shl.b16");
        table.put((III) (a, b) -> IntegerMath.shiftRight((short) a, b) & 0xffff, null, "shr.s16");
        table.put((III) IntegerMath::shiftRightUnsigned, null, "shr.u16", "shr.b16");
    }

    private void logic() {
        table.put((III) (a, b) -> a & b, IntegerRule.AND, "and.b32");
        table.put((III) (a, b) -> a & b, null, "and.b16", "and.pred");
        table.put((III) (a, b) -> a | b, IntegerRule.OR, "or.b32");
        table.put((III) (a, b) -> a | b, null, "or.b16", "or.pred");
        table.put((III) (a, b) -> a ^ b, null, "xor.b32", "xor.b16", "xor.pred");
        table.put((II) a -> ~a, IntegerRule.NOT, "not.b32");
        table.put((II) a -> a ^ 1, null, "not.pred");
        table.put((II) a -> a == 0 ? 1 : 0, null, "cnot.b32", "cnot.b16");
        table.put((LL) a -> a == 0 ? 1 : 0, null, "cnot.b64");
        table.put((LLL) (a, b) -> a & b, IntegerRule.AND, "and.b64");
        table.put((LLL) (a, b) -> a | b, IntegerRule.OR, "or.b64");
        table.put((LLL) (a, b) -> a ^ b, null, "xor.b64");
        table.put((LL) a -> ~a, IntegerRule.NOT, "not.b64");
        table.put((III) IntegerMath::shiftLeft, IntegerRule.SHIFT_LEFT, "shl.b32");
        table.put((III) IntegerMath::shiftRight, IntegerRule.SHIFT_RIGHT, "shr.s32");
        table.put((III) IntegerMath::shiftRightUnsigned, IntegerRule.SHIFT_RIGHT, "shr.u32", "shr.b32");
        table.put((LLI) IntegerMath::shiftLeft, IntegerRule.SHIFT_LEFT, "shl.b64");
        table.put((LLI) IntegerMath::shiftRight, null, "shr.s64");
        table.put((LLI) IntegerMath::shiftRightUnsigned, null, "shr.u64", "shr.b64");
    }
}
