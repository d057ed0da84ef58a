package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.LoadOp;
import alexnet.engine.emulator.loop.ByteCodeClass;
import alexnet.engine.emulator.loop.Members;
import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRule;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.trace.TracePlan.Value;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the part of a trace's byte code that computes integers: each is a local variable, for the block or for the row
 * under way.
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
    private static final Method MINIMUM = MEMBERS.method(Math.class, "min", int.class, int.class);
    private static final Method MAXIMUM = MEMBERS.method(Math.class, "max", int.class, int.class);
    private static final Method FLOAT_BITS = MEMBERS.method(Float.class, "floatToRawIntBits", float.class);

    /** The local variable of the method's parameter. */
    private static final int STATE = 1;

    private final ByteCodeClass written;
    private final MethodVisitor code;
    private final TraceGuards guards;
    private final Map<Value, Integer> locals = new HashMap<>();
    private int nextLocal = 2;

    TraceValues(ByteCodeClass written, MethodVisitor code, TracePlan plan) {
        this.written = written;
        this.code = code;
        this.guards = new TraceGuards(written, code, plan, this);
    }

    /** A local variable of one word. */
    int newLocal() {
        return nextLocal++;
    }

    /** A local variable of 64 bits. */
    int newWideLocal() {
        nextLocal += 2;
        return nextLocal - 2;
    }

    /** Computes a value for the row under way, or bails out where it does not grow by its stride along the row. */
    void computeRow(Value value) {
        guards.before(value);
        compute(value);
        guards.after(value);
    }

    /**
     * Computes a value with the JVM's own instructions, where these are known for the operation's rule; says whether they
     * are.
     */
    private boolean direct(Value value) {
        IntegerRule rule = value.op.function.rule();
        if (rule == null) {
            return false;
        }
        return switch (rule) {
            case ADD -> arithmetic(value, Opcodes.IADD);
            case SUBTRACT -> arithmetic(value, Opcodes.ISUB);
            case MULTIPLY -> arithmetic(value, Opcodes.IMUL);
            case AND -> arithmetic(value, Opcodes.IAND);
            case OR -> arithmetic(value, Opcodes.IOR);
            case MULTIPLY_ADD -> arithmetic(value, Opcodes.IMUL) && add(value);
            case WIDE_SIGNED -> wideProduct(value);
            case WIDE_SIGNED_ADD -> wideProduct(value) && add(value);
            case SAME, SIGN_EXTEND -> convert(value);
            case SHIFT_LEFT -> shiftLeft(value);
            case SELECT -> select(value);
            case MINIMUM -> call(value, MINIMUM);
            case MAXIMUM -> call(value, MAXIMUM);
            case NEGATE, NOT, ZERO_EXTEND, WIDE_UNSIGNED, SHIFT_RIGHT -> false;
        };
    }

    /** Adds the third operand. */
    private boolean add(Value value) {
        load(value.operands.get(2));
        code.visitInsn(typed(value, Opcodes.IADD));
        return true;
    }

    private boolean wideProduct(Value value) {
        load(value.operands.get(0));
        code.visitInsn(Opcodes.I2L);
        load(value.operands.get(1));
        code.visitInsn(Opcodes.I2L);
        code.visitInsn(Opcodes.LMUL);
        return true;
    }

    private boolean convert(Value value) {
        Value from = value.operands.get(0);
        load(from);
        if (from.file != value.file) {
            code.visitInsn(value.file == Registers.INT ? Opcodes.L2I : Opcodes.I2L);
        }
        return true;
    }

    /** By less than 32 bits the JVM's shift is PTX's, too. */
    private boolean shiftLeft(Value value) {
        Long by = value.operands.get(1).constant;
        return by != null && by >= 0 && by <= 31 && arithmetic(value, Opcodes.ISHL);
    }

    private boolean select(Value value) {
        Label other = new Label();
        Label end = new Label();
        load(value.operands.get(2));
        code.visitJumpInsn(Opcodes.IFEQ, other);
        load(value.operands.get(0));
        code.visitJumpInsn(Opcodes.GOTO, end);
        code.visitLabel(other);
        load(value.operands.get(1));
        code.visitLabel(end);
        return true;
    }

    private boolean call(Value value, Method method) {
        value.operands.forEach(this::load);
        ByteCodeClass.invoke(code, method);
        return true;
    }

    /** {@code operation} on the first two operands. */
    private boolean arithmetic(Value value, int operation) {
        load(value.operands.get(0));
        load(value.operands.get(1));
        code.visitInsn(typed(value, operation));
        return true;
    }

    /** An operation on integers, for the value's width: those on 64 bits are numbered one higher. */
    private static int typed(Value value, int operation) {
        return value.file == Registers.INT ? operation : operation + 1;
    }

    /** Leaves the trace before it has changed anything. */
    void bailOut() {
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
    }

    /** An element of a load from shared memory; bails out where the first finds that it is not there. */
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
            bailOut();
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

    /** An element of a load from any memory; bails out where the first finds that it is not there. */
    private void load(Value value, Value address) {
        if (value.element == 0) {
            Label good = new Label();
            written.push(code, value.load, LoadOp.class);
            code.visitVarInsn(Opcodes.ALOAD, STATE);
            loadAddress(address);
            ByteCodeClass.invoke(code, READABLE);
            code.visitJumpInsn(Opcodes.IFNE, good);
            bailOut();
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
