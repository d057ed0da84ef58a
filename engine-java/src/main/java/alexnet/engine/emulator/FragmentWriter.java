package alexnet.engine.emulator;

import alexnet.engine.emulator.FragmentPlan.Value;
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
    private final FragmentValues values;
    /** The locals of addresses by rows, and of the memories of accesses. */
    private final Map<FragmentPlan.Addresses, Integer> addresses = new LinkedHashMap<>();

    private final Map<FragmentPlan.RowAccess, Integer> memories = new IdentityHashMap<>();

    private FragmentWriter(FragmentPlan plan) {
        this.plan = plan;
        this.values = new FragmentValues(written, code, plan);
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
                values.bank(input.bank);
                ByteCodeClass.push(code, input.slot);
                boolean narrow = input.bank == Bank.INT;
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL,
                        FragmentValues.bankType(input.bank),
                        "single",
                        narrow ? "(I)[I" : "(I)[J",
                        false);
                code.visitInsn(Opcodes.ICONST_0);
                code.visitInsn(narrow ? Opcodes.IALOAD : Opcodes.LALOAD);
                values.store(input);
            }
        }
        plan.computed.stream().filter(Value::uniform).forEach(values::compute);
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
        int scratch = values.newLocal();
        code.visitVarInsn(Opcodes.ALOAD, F);
        ByteCodeClass.push(code, plan.scratch);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PACKAGE + "Frame", "rowScratch", "(I)[J", false);
        code.visitVarInsn(Opcodes.ASTORE, scratch);
        Map<Value, Integer> arrays = new HashMap<>();
        for (Value input : rowInputs) {
            values.bank(input.bank);
            ByteCodeClass.push(code, input.slot);
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, PACKAGE + "IntegerBank", "rows", "(I)Ljava/lang/Object;", false);
            code.visitTypeInsn(Opcodes.CHECKCAST, input.bank == Bank.INT ? "[I" : "[J");
            arrays.put(input, values.newLocal());
            code.visitVarInsn(Opcodes.ASTORE, arrays.get(input));
        }
        Map<FragmentPlan.Addresses, Integer> ofRow = new LinkedHashMap<>();
        addresses.forEach((shared, local) -> {
            code.visitVarInsn(Opcodes.ALOAD, local);
            code.visitFieldInsn(Opcodes.GETFIELD, ADDRESSES, "ofRow", "[J");
            ofRow.put(shared, values.newLocal());
            code.visitVarInsn(Opcodes.ASTORE, ofRow.get(shared));
        });
        int row = values.newLocal();
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, row);
        Label again = new Label();
        code.visitLabel(again);
        for (Value input : rowInputs) {
            code.visitVarInsn(Opcodes.ALOAD, arrays.get(input));
            code.visitVarInsn(Opcodes.ILOAD, row);
            code.visitInsn(input.bank == Bank.INT ? Opcodes.IALOAD : Opcodes.LALOAD);
            values.store(input);
            keep(input, scratch, row);
        }
        for (Value value : byRows) {
            values.computeRow(value);
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
                addresses.put(access.addresses(), values.newLocal());
                code.visitVarInsn(Opcodes.ASTORE, addresses.get(access.addresses()));
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
                values.constant(access.op(), Type.getInternalName(access.op().getClass()));
                code.visitVarInsn(Opcodes.ALOAD, addresses.get(access.addresses()));
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        PACKAGE + "MemoryOp",
                        "memory",
                        "(" + FRAME + "L" + PACKAGE + "MemoryOp;L" + ADDRESSES + ";)L" + PACKAGE + "Memory;",
                        false);
                memories.put(access, values.newLocal());
                code.visitInsn(Opcodes.DUP);
                code.visitVarInsn(Opcodes.ASTORE, memories.get(access));
                code.visitJumpInsn(Opcodes.IFNONNULL, good);
                values.giveUp();
                code.visitLabel(good);
            }
        }
    }

    private void keep(Value value, int scratch, int row) {
        if (value.scratch >= 0) {
            code.visitVarInsn(Opcodes.ALOAD, scratch);
            scratchIndex(value.scratch, row);
            values.load(value);
            values.widen(value);
            code.visitInsn(Opcodes.LASTORE);
        }
    }

    private void scratchIndex(int from, int row) {
        code.visitVarInsn(Opcodes.ILOAD, row);
        ByteCodeClass.push(code, from);
        code.visitInsn(Opcodes.IADD);
    }

    private void address(FragmentPlan.Addresses shared, int array, int row) {
        code.visitVarInsn(Opcodes.ALOAD, array);
        code.visitVarInsn(Opcodes.ILOAD, row);
        Label skip = new Label();
        Label done = new Label();
        if (shared.predicate() != null) {
            values.load(shared.predicate());
            code.visitJumpInsn(shared.wanted() == 1 ? Opcodes.IFEQ : Opcodes.IFNE, skip);
        }
        values.loadAddress(shared.address());
        if (shared.predicate() != null) {
            code.visitJumpInsn(Opcodes.GOTO, done);
            code.visitLabel(skip);
            code.visitLdcInsn(RowAddresses.NONE);
            code.visitLabel(done);
        }
        code.visitInsn(Opcodes.LASTORE);
    }

    private void step(FragmentPlan.Step step) {
        if (step instanceof FragmentPlan.Run run) {
            String type = Type.getInternalName(run.op().getClass());
            code.visitVarInsn(Opcodes.ALOAD, F);
            values.constant(run.op(), type);
            code.visitInsn(Opcodes.DUP_X1);
            code.visitFieldInsn(Opcodes.PUTFIELD, PACKAGE + "Frame", "inner", "L" + PACKAGE + "Op;");
            code.visitVarInsn(Opcodes.ALOAD, F);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, "all", "(" + FRAME + ")V", false);
        } else if (step instanceof FragmentPlan.RowAccess access) {
            code.visitVarInsn(Opcodes.ALOAD, F);
            values.constant(access.op(), Type.getInternalName(access.op().getClass()));
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
            values.constant(tile.tile(), PACKAGE + "FragmentTile");
            code.visitVarInsn(Opcodes.ALOAD, F);
            boolean uniform = tile.address().uniform();
            if (uniform) {
                values.loadAddress(tile.address());
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

    /** Gives up where a tile's left factors cannot be read. */
    private void tileAddresses(boolean uniform) {
        for (FragmentPlan.Step step : plan.steps) {
            if (step instanceof FragmentPlan.Tile tile && tile.address().uniform() == uniform) {
                Label good = new Label();
                values.constant(tile.tile(), PACKAGE + "FragmentTile");
                code.visitVarInsn(Opcodes.ALOAD, F);
                values.loadAddress(tile.address());
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, PACKAGE + "FragmentTile", "good", "(" + FRAME + "J)Z", false);
                code.visitJumpInsn(Opcodes.IFNE, good);
                values.giveUp();
                code.visitLabel(good);
            }
        }
    }

    private void put(FragmentPlan.Put put) {
        Value value = put.value();
        if (value.uniform()) {
            values.bank(value.bank);
            ByteCodeClass.push(code, put.slot());
            values.load(value);
            values.widen(value);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PACKAGE + "IntegerBank", "setUniform", "(IJ)V", false);
        } else {
            code.visitVarInsn(Opcodes.ALOAD, F);
            values.bank(value.bank);
            ByteCodeClass.push(code, put.slot());
            ByteCodeClass.push(code, value.scratch);
            code.visitLdcInsn(value.stride());
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, CODE, "setRows", "(" + FRAME + "L" + PACKAGE + "IntegerBank;IIJ)V", false);
        }
    }
}
