package alexnet.engine.emulator;

import alexnet.engine.emulator.FragmentPlan.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the byte code of a {@link FragmentPlan}.
 *
 * <p>Operators and operations are static final fields of the class, so the JIT compiler takes them as constants and
 * inlines them. The method is straight-line code but for one loop over the rows.
 */
final class FragmentWriter {

    private static final String PACKAGE = ByteCodeClass.PACKAGE;
    private static final String CODE = PACKAGE + "FragmentCode";
    private static final String ADDRESSES = PACKAGE + "RowAddresses";
    private static final String FRAME = "L" + PACKAGE + "Frame;";
    private static final int F = 1;

    private final FragmentPlan plan;
    private final ByteCodeClass written = new ByteCodeClass("Fragment", "FragmentCode");
    private final MethodVisitor code = written.method("run", "(" + FRAME + ")Z");
    private final Map<Value, Integer> locals = new HashMap<>();
    /** The locals of addresses by rows, and of the memories of accesses. */
    private final Map<FragmentPlan.Addresses, Integer> addresses = new LinkedHashMap<>();

    private final Map<FragmentPlan.RowAccess, Integer> memories = new IdentityHashMap<>();
    private int nextLocal = 2;

    private FragmentWriter(FragmentPlan plan) {
        this.plan = plan;
    }

    static FragmentCode write(FragmentPlan plan, long[] kinds) {
        FragmentWriter fragment = new FragmentWriter(plan);
        fragment.run();
        FragmentCode made = (FragmentCode) fragment.written.define();
        made.kinds = kinds;
        made.rows = plan.rows;
        made.rowLength = plan.rowLength;
        return made;
    }

    private void run() {
        uniformValues();
        tileAddresses(true);
        rowValues();
        plan.steps.forEach(this::step);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(0, 0);
    }

    private void uniformValues() {
        for (Value input : plan.inputs) {
            if (input.uniform()) {
                bank(input.bank);
                ByteCodeClass.push(code, input.slot);
                boolean narrow = input.bank == Bank.INT;
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, bankType(input.bank), "single", narrow ? "(I)[I" : "(I)[J", false);
                code.visitInsn(Opcodes.ICONST_0);
                code.visitInsn(narrow ? Opcodes.IALOAD : Opcodes.LALOAD);
                store(input);
            }
        }
        plan.computed.stream().filter(Value::uniform).forEach(this::compute);
    }

    private void rowValues() {
        List<Value> byRows =
                plan.computed.stream().filter(value -> !value.uniform()).toList();
        List<Value> rowInputs = plan.inputs.stream()
                .filter(value -> value.known() && !value.uniform())
                .toList();
        rowAddresses();
        if (plan.scratch == 0 && byRows.isEmpty() && addresses.isEmpty()) {
            return;
        }
        int scratch = nextLocal++;
        code.visitVarInsn(Opcodes.ALOAD, F);
        ByteCodeClass.push(code, plan.scratch);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PACKAGE + "Frame", "rowScratch", "(I)[J", false);
        code.visitVarInsn(Opcodes.ASTORE, scratch);
        Map<Value, Integer> arrays = new HashMap<>();
        for (Value input : rowInputs) {
            bank(input.bank);
            ByteCodeClass.push(code, input.slot);
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, PACKAGE + "IntegerBank", "rows", "(I)Ljava/lang/Object;", false);
            code.visitTypeInsn(Opcodes.CHECKCAST, input.bank == Bank.INT ? "[I" : "[J");
            arrays.put(input, nextLocal);
            code.visitVarInsn(Opcodes.ASTORE, nextLocal++);
        }
        Map<FragmentPlan.Addresses, Integer> ofRow = new LinkedHashMap<>();
        addresses.forEach((shared, local) -> {
            code.visitVarInsn(Opcodes.ALOAD, local);
            code.visitFieldInsn(Opcodes.GETFIELD, ADDRESSES, "ofRow", "[J");
            ofRow.put(shared, nextLocal);
            code.visitVarInsn(Opcodes.ASTORE, nextLocal++);
        });
        int row = nextLocal++;
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, row);
        Label again = new Label();
        code.visitLabel(again);
        int firstInLoop = nextLocal;
        for (Value input : rowInputs) {
            code.visitVarInsn(Opcodes.ALOAD, arrays.get(input));
            code.visitVarInsn(Opcodes.ILOAD, row);
            code.visitInsn(input.bank == Bank.INT ? Opcodes.IALOAD : Opcodes.LALOAD);
            store(input);
            keep(input, scratch, row);
        }
        for (Value value : byRows) {
            check(value);
            compute(value);
            if (value.ends != null) {
                compareEnds(value, value.ends == FragmentPlan.Ends.UNSIGNED);
            } else if (value.chosen != null) {
                compareEnds(value, false);
            }
            keep(value, scratch, row);
        }
        ofRow.forEach((shared, array) -> address(shared, array, row));
        tileAddresses(false);
        code.visitIincInsn(row, 1);
        code.visitVarInsn(Opcodes.ILOAD, row);
        ByteCodeClass.push(code, plan.rows);
        code.visitJumpInsn(Opcodes.IF_ICMPLT, again);
        memories();
    }

    /** Loads the scratch of all addresses by rows. */
    private void rowAddresses() {
        for (FragmentPlan.Step step : plan.steps) {
            if (step instanceof FragmentPlan.RowAccess access && !addresses.containsKey(access.addresses())) {
                code.visitVarInsn(Opcodes.ALOAD, F);
                ByteCodeClass.push(code, addresses.size());
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, PACKAGE + "Frame", "rowAddresses", "(I)L" + ADDRESSES + ";", false);
                addresses.put(access.addresses(), nextLocal);
                code.visitVarInsn(Opcodes.ASTORE, nextLocal++);
            }
        }
    }

    /** Finds the memory of each access by rows, or gives up. */
    private void memories() {
        addresses.forEach((shared, local) -> {
            code.visitVarInsn(Opcodes.ALOAD, local);
            code.visitLdcInsn(shared.address().stride());
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, ADDRESSES, "join", "(J)V", false);
        });
        for (FragmentPlan.Step step : plan.steps) {
            if (step instanceof FragmentPlan.RowAccess access) {
                Label good = new Label();
                code.visitVarInsn(Opcodes.ALOAD, F);
                constant(access.op(), Type.getInternalName(access.op().getClass()));
                code.visitVarInsn(Opcodes.ALOAD, addresses.get(access.addresses()));
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        PACKAGE + "MemoryOp",
                        "memory",
                        "(" + FRAME + "L" + PACKAGE + "MemoryOp;L" + ADDRESSES + ";)L" + PACKAGE + "Memory;",
                        false);
                memories.put(access, nextLocal);
                code.visitInsn(Opcodes.DUP);
                code.visitVarInsn(Opcodes.ASTORE, nextLocal++);
                code.visitJumpInsn(Opcodes.IFNONNULL, good);
                giveUp();
                code.visitLabel(good);
            }
        }
    }

    private void keep(Value value, int scratch, int row) {
        if (value.scratch >= 0) {
            code.visitVarInsn(Opcodes.ALOAD, scratch);
            scratchIndex(value.scratch, row);
            load(value);
            widen(value);
            code.visitInsn(Opcodes.LASTORE);
        }
    }

    private void scratchIndex(int from, int row) {
        code.visitVarInsn(Opcodes.ILOAD, row);
        ByteCodeClass.push(code, from);
        code.visitInsn(Opcodes.IADD);
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
            code.visitLdcInsn(operand.stride() * (plan.rowLength - 1));
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
            code.visitLdcInsn(operand.stride() * (plan.rowLength - 1));
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
        String type = PACKAGE + "Operators$III";
        constant(value.op.function.operator(), type);
        for (int end : ends) {
            code.visitVarInsn(Opcodes.LLOAD, end);
            code.visitInsn(Opcodes.L2I);
        }
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, type, "apply", "(II)I", true);
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

    private void giveUp() {
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
    }

    private void address(FragmentPlan.Addresses shared, int array, int row) {
        code.visitVarInsn(Opcodes.ALOAD, array);
        code.visitVarInsn(Opcodes.ILOAD, row);
        Label skip = new Label();
        Label done = new Label();
        if (shared.predicate() != null) {
            load(shared.predicate());
            code.visitJumpInsn(shared.wanted() == 1 ? Opcodes.IFEQ : Opcodes.IFNE, skip);
        }
        load(shared.address());
        if (shared.address().bank == Bank.INT) {
            code.visitInsn(Opcodes.I2L);
            code.visitLdcInsn(0xffff_ffffL);
            code.visitInsn(Opcodes.LAND);
        }
        if (shared.predicate() != null) {
            code.visitJumpInsn(Opcodes.GOTO, done);
            code.visitLabel(skip);
            code.visitLdcInsn(RowAddresses.NONE);
            code.visitLabel(done);
        }
        code.visitInsn(Opcodes.LASTORE);
    }

    private void compute(Value value) {
        String signature = value.op.function.signature();
        String type = PACKAGE + "Operators$" + signature;
        constant(value.op.function.operator(), type);
        value.operands.forEach(this::load);
        StringBuilder descriptor = new StringBuilder("(");
        for (int i = 1; i < signature.length(); i++) {
            descriptor.append(letter(signature.charAt(i)));
        }
        descriptor.append(')').append(letter(signature.charAt(0)));
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, type, "apply", descriptor.toString(), true);
        store(value);
    }

    private static char letter(char of) {
        return of == 'I' ? 'I' : 'J';
    }

    private void step(FragmentPlan.Step step) {
        if (step instanceof FragmentPlan.Run run) {
            String type = Type.getInternalName(run.op().getClass());
            code.visitVarInsn(Opcodes.ALOAD, F);
            constant(run.op(), type);
            code.visitInsn(Opcodes.DUP_X1);
            code.visitFieldInsn(Opcodes.PUTFIELD, PACKAGE + "Frame", "inner", "L" + PACKAGE + "Op;");
            code.visitVarInsn(Opcodes.ALOAD, F);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, "all", "(" + FRAME + ")V", false);
        } else if (step instanceof FragmentPlan.RowAccess access) {
            code.visitVarInsn(Opcodes.ALOAD, F);
            constant(access.op(), Type.getInternalName(access.op().getClass()));
            code.visitVarInsn(Opcodes.ALOAD, memories.get(access));
            code.visitVarInsn(Opcodes.ALOAD, addresses.get(access.addresses()));
            ByteCodeClass.push(code, (int) access.addresses().address().stride());
            ByteCodeClass.push(code, access.addresses().predicate() == null ? 0 : 1);
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    CODE,
                    "access",
                    "(" + FRAME + "L" + PACKAGE + "MemoryOp;L" + PACKAGE + "Memory;L" + ADDRESSES + ";IZ)V",
                    false);
        } else if (step instanceof FragmentPlan.Tile tile) {
            constant(tile.tile(), PACKAGE + "FragmentTile");
            code.visitVarInsn(Opcodes.ALOAD, F);
            boolean uniform = tile.address().uniform();
            if (uniform) {
                address(tile);
            } else {
                ByteCodeClass.push(code, tile.address().scratch);
            }
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    PACKAGE + "FragmentTile",
                    uniform ? "run" : "runRows",
                    "(" + FRAME + (uniform ? "J)V" : "I)V"),
                    false);
        } else if (step instanceof FragmentPlan.Put put) {
            put(put);
        }
    }

    private void address(FragmentPlan.Tile tile) {
        load(tile.address());
        if (tile.address().bank == Bank.INT) {
            code.visitInsn(Opcodes.I2L);
            code.visitLdcInsn(0xffff_ffffL);
            code.visitInsn(Opcodes.LAND);
        }
    }

    /** Gives up where a tile's left factors cannot be read. */
    private void tileAddresses(boolean uniform) {
        for (FragmentPlan.Step step : plan.steps) {
            if (step instanceof FragmentPlan.Tile tile && tile.address().uniform() == uniform) {
                Label good = new Label();
                constant(tile.tile(), PACKAGE + "FragmentTile");
                code.visitVarInsn(Opcodes.ALOAD, F);
                address(tile);
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, PACKAGE + "FragmentTile", "good", "(" + FRAME + "J)Z", false);
                code.visitJumpInsn(Opcodes.IFNE, good);
                giveUp();
                code.visitLabel(good);
            }
        }
    }

    private void put(FragmentPlan.Put put) {
        Value value = put.value();
        if (value.uniform()) {
            bank(value.bank);
            ByteCodeClass.push(code, put.slot());
            load(value);
            widen(value);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PACKAGE + "IntegerBank", "setUniform", "(IJ)V", false);
        } else {
            code.visitVarInsn(Opcodes.ALOAD, F);
            bank(value.bank);
            ByteCodeClass.push(code, put.slot());
            ByteCodeClass.push(code, value.scratch);
            code.visitLdcInsn(value.stride());
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, CODE, "setRows", "(" + FRAME + "L" + PACKAGE + "IntegerBank;IIJ)V", false);
        }
    }

    private void bank(int bank) {
        code.visitVarInsn(Opcodes.ALOAD, F);
        code.visitFieldInsn(
                Opcodes.GETFIELD, PACKAGE + "Frame", bank == Bank.INT ? "ints" : "longs", "L" + bankType(bank) + ";");
    }

    private static String bankType(int bank) {
        return PACKAGE + (bank == Bank.INT ? "IntBank" : "LongBank");
    }

    private void constant(Object value, String type) {
        written.push(code, value, type);
    }

    private void load(Value value) {
        if (value.constant != null) {
            if (value.bank == Bank.INT) {
                ByteCodeClass.push(code, value.constant.intValue());
            } else {
                code.visitLdcInsn(value.constant);
            }
        } else {
            code.visitVarInsn(value.bank == Bank.INT ? Opcodes.ILOAD : Opcodes.LLOAD, locals.get(value));
        }
    }

    private void store(Value value) {
        locals.put(value, nextLocal);
        code.visitVarInsn(value.bank == Bank.INT ? Opcodes.ISTORE : Opcodes.LSTORE, nextLocal);
        nextLocal += value.bank == Bank.INT ? 1 : 2;
    }

    private void widen(Value value) {
        if (value.bank == Bank.INT) {
            code.visitInsn(Opcodes.I2L);
        }
    }
}
