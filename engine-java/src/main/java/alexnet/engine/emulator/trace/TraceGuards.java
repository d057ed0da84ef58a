package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.loop.ByteCodeClass;
import alexnet.engine.emulator.loop.Members;
import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.state.AffineRange;
import alexnet.engine.emulator.trace.TracePlan.Value;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the guards of a trace: checks, for the row under way, that a value grows by the stride for which the code is
 * specialised. Where one fails the trace bails out.
 */
final class TraceGuards {

    private static final Members MEMBERS = new Members(MethodHandles.lookup());
    private static final Method COMPARE = MEMBERS.method(Signatures.III.class, "apply", int.class, int.class);
    private static final long UNSIGNED = 0xffff_ffffL;

    private final ByteCodeClass written;
    private final MethodVisitor code;
    private final TracePlan plan;
    private final TraceValues values;

    TraceGuards(ByteCodeClass written, MethodVisitor code, TracePlan plan, TraceValues values) {
        this.written = written;
        this.code = code;
        this.plan = plan;
        this.values = values;
    }

    /** Writes the guards on a value's operands alone. */
    void before(Value value) {
        switch (value.guard) {
            case NONE -> {}
            case SIGNED ->
                bailOutUnless(Opcodes.IFEQ, () -> {
                    end(value.guarded, value, false);
                    code.visitInsn(Opcodes.DUP2);
                    wrap(false);
                    code.visitInsn(Opcodes.LCMP);
                });
            case MASK ->
                bailOutUnless(Opcodes.IFLE, () -> {
                    values.load(value.guarded);
                    values.widen(value.guarded);
                    code.visitLdcInsn(value.mask);
                    code.visitInsn(Opcodes.LAND);
                    code.visitLdcInsn(
                            AffineRange.lastStart(value.guarded.stride(), plan.rowLength(value.byWarps), value.mask));
                    code.visitInsn(Opcodes.LCMP);
                });
            case HOLDS -> bailOutUnless(Opcodes.IFNE, () -> values.load(value.guarded));
            // Known once the value is computed.
            case NOT_ABOVE, NOT_BELOW -> {}
            case UNSIGNED, BELOW_MASK, DISJOINT ->
                throw new IllegalStateException("no trace is planned with a guard " + value.guard);
        }
    }

    /** Writes the guards for which the value has to be known. */
    void after(Value value) {
        switch (value.guard) {
            case NOT_ABOVE, NOT_BELOW -> chosen(value);
            case NONE -> {
                if (value.ends != null) {
                    sameAnswer(value);
                }
            }
            case SIGNED, MASK, HOLDS, UNSIGNED, BELOW_MASK, DISJOINT -> {}
        }
    }

    /** Bails out where a comparison has another answer at the row's end. */
    private void sameAnswer(Value value) {
        List<Integer> ends = ends(value, value.ends == TracePlan.Ends.UNSIGNED);
        bailOutUnless(Opcodes.IF_ICMPEQ, () -> {
            apply(value, ends);
            values.load(value);
        });
    }

    /** Bails out where a minimum or maximum is not the operand that it should be, at the row's start or end. */
    private void chosen(Value value) {
        List<Integer> ends = ends(value, false);
        bailOutUnless(Opcodes.IF_ICMPEQ, () -> {
            apply(value, ends);
            code.visitVarInsn(Opcodes.LLOAD, ends.get(value.operands.indexOf(value.guarded)));
            code.visitInsn(Opcodes.L2I);
        });
        bailOutUnless(Opcodes.IF_ICMPEQ, () -> {
            values.load(value);
            values.load(value.guarded);
        });
    }

    /** The operation on the operands at the row's end. */
    private void apply(Value value, List<Integer> ends) {
        written.push(code, value.op.function.operator(), Signatures.III.class);
        for (int end : ends) {
            code.visitVarInsn(Opcodes.LLOAD, end);
            code.visitInsn(Opcodes.L2I);
        }
        ByteCodeClass.invoke(code, COMPARE);
    }

    /** Local variables with the 32-bit operands at the row's end; bails out where one wraps before it. */
    private List<Integer> ends(Value value, boolean unsigned) {
        return value.operands.stream()
                .map(operand -> {
                    int end = values.newWideLocal();
                    bailOutUnless(Opcodes.IFEQ, () -> {
                        end(operand, value, unsigned);
                        code.visitInsn(Opcodes.DUP2);
                        code.visitVarInsn(Opcodes.LSTORE, end);
                        code.visitVarInsn(Opcodes.LLOAD, end);
                        wrap(unsigned);
                        code.visitInsn(Opcodes.LCMP);
                    });
                    return end;
                })
                .toList();
    }

    /** A 32-bit operand at the end of the row, or the warp, over which the value goes: as 64 bits, which hold it. */
    private void end(Value operand, Value value, boolean unsigned) {
        values.load(operand);
        values.widen(operand);
        if (unsigned) {
            wrap(true);
        }
        code.visitLdcInsn(AffineRange.reach(operand.stride(), plan.rowLength(value.byWarps)));
        code.visitInsn(Opcodes.LADD);
    }

    /** Takes 64 bits modulo 2^32. */
    private void wrap(boolean unsigned) {
        if (unsigned) {
            code.visitLdcInsn(UNSIGNED);
            code.visitInsn(Opcodes.LAND);
        } else {
            code.visitInsn(Opcodes.L2I);
            code.visitInsn(Opcodes.I2L);
        }
    }

    /** Bails out unless a conditional jump is taken after {@code test}. */
    private void bailOutUnless(int jump, Runnable test) {
        Label good = new Label();
        test.run();
        code.visitJumpInsn(jump, good);
        values.bailOut();
        code.visitLabel(good);
    }
}
