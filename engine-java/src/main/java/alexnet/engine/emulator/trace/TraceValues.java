package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.LoadOp;
import alexnet.engine.emulator.loop.ByteCodeClass;
import alexnet.engine.emulator.loop.Members;
import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.state.AffineRule;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.trace.TracePlan.Value;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the part of a fragment's byte code that computes integers: each is a local variable, for the block or for the
 * row under way.
 */
final class TraceValues {

    private static final Members MEMBERS = new Members(MethodHandles.lookup());
    private static final Method READABLE_SHARED =
            MEMBERS.method(TraceCode.class, "readable", BlockState.class, long.class, int.class);
    private static final Method READABLE = MEMBERS.method(LoadOp.class, "readable", BlockState.class, long.class);
    private static final Method READ = MEMBERS.method(LoadOp.class, "read", BlockState.class, long.class, int.class);
    private static final Method SHARED_WORDS = MEMBERS.method(BlockState.class, "sharedWords");
    private static final Field INTS = MEMBERS.field(BlockState.class, "ints");
    private static final Field LONGS = MEMBERS.field(BlockState.class, "longs");
    private static final Method COMPARE = MEMBERS.method(Signatures.III.class, "apply", int.class, int.class);
    private static final Method MINIMUM = MEMBERS.method(Math.class, "min", int.class, int.class);
    private static final Method MAXIMUM = MEMBERS.method(Math.class, "max", int.class, int.class);
    private static final Method FLOAT_BITS = MEMBERS.method(Float.class, "floatToRawIntBits", float.class);

    /** The local variable of the method's parameter. */
    private static final int STATE = 1;

    private final ByteCodeClass written;
    private final MethodVisitor code;
    private final TracePlan plan;
    private final Map<Value, Integer> locals = new HashMap<>();
    private int nextLocal = 2;

    TraceValues(ByteCodeClass written, MethodVisitor code, TracePlan plan) {
        this.written = written;
        this.code = code;
        this.plan = plan;
    }

    /** A local variable of one word. */
    int newLocal() {
        return nextLocal++;
    }

    /** Computes a value for the row under way, or gives up where it does not grow by its step along the row. */
    void computeRow(Value value) {
        check(value);
        compute(value);
        if (value.ends != null) {
            compareEnds(value, value.ends == TracePlan.Ends.UNSIGNED);
        } else if (value.chosen != null) {
            compareEnds(value, false);
        }
    }

    /** Computes a value with the JVM's own instructions, where these are known; says whether they are. */
    private boolean direct(Value value) {
        AffineRule rule = value.op.rule;
        if (rule == null) {
            return false;
        }
        List<Value> operands = value.operands;
        Value second = operands.size() > 1 ? operands.get(1) : null;
        switch (rule) {
            case ADD -> arithmetic(value, Opcodes.IADD);
            case SUBTRACT -> arithmetic(value, Opcodes.ISUB);
            case MULTIPLY -> arithmetic(value, Opcodes.IMUL);
            case AND -> arithmetic(value, Opcodes.IAND);
            case OR -> arithmetic(value, Opcodes.IOR);
            case MULTIPLY_ADD -> {
                arithmetic(value, Opcodes.IMUL);
                load(operands.get(2));
                code.visitInsn(typed(value, Opcodes.IADD));
            }
            case WIDE_SIGNED, WIDE_SIGNED_ADD -> {
                load(operands.get(0));
                code.visitInsn(Opcodes.I2L);
                load(second);
                code.visitInsn(Opcodes.I2L);
                code.visitInsn(Opcodes.LMUL);
                if (rule == AffineRule.WIDE_SIGNED_ADD) {
                    load(operands.get(2));
                    code.visitInsn(Opcodes.LADD);
                }
            }
            case SAME, SIGN_EXTEND -> {
                load(operands.get(0));
                if (operands.get(0).file != value.file) {
                    code.visitInsn(value.file == Registers.INT ? Opcodes.L2I : Opcodes.I2L);
                }
            }
            case SHIFT_LEFT -> {
                if (second.constant == null || second.constant < 0 || second.constant > 31) {
                    return false;
                }
                load(operands.get(0));
                load(second);
                code.visitInsn(typed(value, Opcodes.ISHL));
            }
            case SELECT -> {
                Label other = new Label();
                Label end = new Label();
                load(operands.get(2));
                code.visitJumpInsn(Opcodes.IFEQ, other);
                load(operands.get(0));
                code.visitJumpInsn(Opcodes.GOTO, end);
                code.visitLabel(other);
                load(second);
                code.visitLabel(end);
            }
            case MINIMUM, MAXIMUM -> {
                operands.forEach(this::load);
                ByteCodeClass.invoke(code, rule == AffineRule.MINIMUM ? MINIMUM : MAXIMUM);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** {@code operation} on the first two operands. */
    private void arithmetic(Value value, int operation) {
        load(value.operands.get(0));
        load(value.operands.get(1));
        code.visitInsn(typed(value, operation));
    }

    /** An operation on integers, for the value's width: those on 64 bits are numbered one higher. */
    private static int typed(Value value, int operation) {
        return value.file == Registers.INT ? operation : operation + 1;
    }

    /** Gives up where an operand's row would wrap, or cross into the bits above a mask. */
    private void check(Value value) {
        if (value.first != null) {
            Label good = new Label();
            load(value.first);
            code.visitJumpInsn(Opcodes.IFNE, good);
            giveUp();
            code.visitLabel(good);
        }
        if (value.mask == 0) {
            return;
        }
        for (Value operand : value.operands) {
            if (operand.stride() == 0) {
                continue;
            }
            Label good = new Label();
            load(operand);
            widen(operand);
            if (value.mask > 0) {
                code.visitLdcInsn(value.mask);
                code.visitInsn(Opcodes.LAND);
            }
            code.visitLdcInsn(operand.stride() * (plan.rowLength(value.byWarps) - 1));
            code.visitInsn(Opcodes.LADD);
            if (value.mask > 0) {
                code.visitLdcInsn(value.mask);
                code.visitInsn(Opcodes.LCMP);
                code.visitJumpInsn(Opcodes.IFLE, good);
            } else {
                code.visitInsn(Opcodes.DUP2);
                code.visitInsn(Opcodes.L2I);
                code.visitInsn(Opcodes.I2L);
                code.visitInsn(Opcodes.LCMP);
                code.visitJumpInsn(Opcodes.IFEQ, good);
            }
            giveUp();
            code.visitLabel(good);
        }
    }

    /**
     * Gives up where a comparison has another answer at the row's end, or a minimum or maximum is not the growing operand
     * at both ends, or an operand wraps before the end.
     */
    private void compareEnds(Value value, boolean unsigned) {
        List<Integer> ends = new ArrayList<>();
        for (Value operand : value.operands) {
            Label good = new Label();
            int end = nextLocal;
            nextLocal += 2;
            load(operand);
            widen(operand);
            if (unsigned) {
                code.visitLdcInsn(0xffff_ffffL);
                code.visitInsn(Opcodes.LAND);
            }
            code.visitLdcInsn(operand.stride() * (plan.rowLength(value.byWarps) - 1));
            code.visitInsn(Opcodes.LADD);
            code.visitInsn(Opcodes.DUP2);
            code.visitVarInsn(Opcodes.LSTORE, end);
            code.visitVarInsn(Opcodes.LLOAD, end);
            if (unsigned) {
                code.visitLdcInsn(0xffff_ffffL);
                code.visitInsn(Opcodes.LAND);
            } else {
                code.visitInsn(Opcodes.L2I);
                code.visitInsn(Opcodes.I2L);
            }
            code.visitInsn(Opcodes.LCMP);
            code.visitJumpInsn(Opcodes.IFEQ, good);
            giveUp();
            code.visitLabel(good);
            ends.add(end);
        }
        Label same = new Label();
        written.push(code, value.op.function.operator(), Signatures.III.class);
        for (int end : ends) {
            code.visitVarInsn(Opcodes.LLOAD, end);
            code.visitInsn(Opcodes.L2I);
        }
        ByteCodeClass.invoke(code, COMPARE);
        if (value.chosen == null) {
            load(value);
        } else {
            code.visitVarInsn(Opcodes.LLOAD, ends.get(value.operands.indexOf(value.chosen)));
            code.visitInsn(Opcodes.L2I);
        }
        code.visitJumpInsn(Opcodes.IF_ICMPEQ, same);
        giveUp();
        code.visitLabel(same);
        if (value.chosen != null) {
            Label first = new Label();
            load(value);
            load(value.chosen);
            code.visitJumpInsn(Opcodes.IF_ICMPEQ, first);
            giveUp();
            code.visitLabel(first);
        }
    }

    void giveUp() {
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
    }

    /** An element of a load from shared memory; gives up where the first finds that it is not there. */
    private void loadShared(Value value) {
        Value address = value.operands.get(0);
        if (value.element == 0) {
            Label good = new Label();
            code.visitVarInsn(Opcodes.ALOAD, STATE);
            loadAddress(address);
            code.visitLdcInsn(value.load.offset);
            code.visitInsn(Opcodes.LADD);
            ByteCodeClass.push(code, value.load.bytes);
            ByteCodeClass.invoke(code, READABLE_SHARED);
            code.visitJumpInsn(Opcodes.IFNE, good);
            giveUp();
            code.visitLabel(good);
        }
        code.visitVarInsn(Opcodes.ALOAD, STATE);
        ByteCodeClass.invoke(code, SHARED_WORDS);
        loadAddress(address);
        code.visitLdcInsn(value.load.offset + 4L * value.element);
        code.visitInsn(Opcodes.LADD);
        code.visitInsn(Opcodes.L2I);
        code.visitInsn(Opcodes.ICONST_2);
        code.visitInsn(Opcodes.ISHR);
        code.visitInsn(Opcodes.FALOAD);
        ByteCodeClass.invoke(code, FLOAT_BITS);
        store(value);
    }

    /** An element of a load from any memory; gives up where the first finds that it is not there. */
    private void load(Value value, Value address) {
        if (value.element == 0) {
            Label good = new Label();
            written.push(code, value.load, LoadOp.class);
            code.visitVarInsn(Opcodes.ALOAD, STATE);
            loadAddress(address);
            ByteCodeClass.invoke(code, READABLE);
            code.visitJumpInsn(Opcodes.IFNE, good);
            giveUp();
            code.visitLabel(good);
        }
        written.push(code, value.load, LoadOp.class);
        code.visitVarInsn(Opcodes.ALOAD, STATE);
        loadAddress(address);
        ByteCodeClass.push(code, value.element);
        ByteCodeClass.invoke(code, READ);
        if (value.file == Registers.INT) {
            code.visitInsn(Opcodes.L2I);
        }
        store(value);
    }

    void compute(Value value) {
        if (value.load != null) {
            if (value.load.sharedWords()) {
                loadShared(value);
            } else {
                load(value, value.operands.get(0));
            }
            return;
        }
        if (direct(value)) {
            store(value);
            return;
        }
        Method apply = Signatures.method(value.op.function.operator());
        written.push(code, value.op.function.operator(), apply.getDeclaringClass());
        value.operands.forEach(this::load);
        ByteCodeClass.invoke(code, apply);
        store(value);
    }

    /** A value as an address: 32 bits are unsigned. */
    void loadAddress(Value value) {
        load(value);
        if (value.file == Registers.INT) {
            code.visitInsn(Opcodes.I2L);
            code.visitLdcInsn(0xffff_ffffL);
            code.visitInsn(Opcodes.LAND);
        }
    }

    void file(int file) {
        code.visitVarInsn(Opcodes.ALOAD, STATE);
        ByteCodeClass.get(code, file == Registers.INT ? INTS : LONGS);
    }

    void load(Value value) {
        if (value.constant != null) {
            if (value.file == Registers.INT) {
                ByteCodeClass.push(code, value.constant.intValue());
            } else {
                code.visitLdcInsn(value.constant);
            }
        } else {
            code.visitVarInsn(value.file == Registers.INT ? Opcodes.ILOAD : Opcodes.LLOAD, locals.get(value));
        }
    }

    void store(Value value) {
        locals.put(value, nextLocal);
        code.visitVarInsn(value.file == Registers.INT ? Opcodes.ISTORE : Opcodes.LSTORE, nextLocal);
        nextLocal += value.file == Registers.INT ? 1 : 2;
    }

    void widen(Value value) {
        if (value.file == Registers.INT) {
            code.visitInsn(Opcodes.I2L);
        }
    }
}
