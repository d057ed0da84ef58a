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
    private final Map<FragmentPlan.Addresses, Integer> ofRow = new LinkedHashMap<>();
    private final Map<Value, Integer> inputRows = new HashMap<>();
    private int scratch;
    private int row;

    private FragmentWriter(FragmentPlan plan) {
        this.plan = plan;
        this.values = new FragmentValues(written, code, plan);
    }

    static FragmentCode write(FragmentPlan plan) {
        FragmentWriter fragment = new FragmentWriter(plan);
        fragment.run();
        return (FragmentCode) fragment.written.define();
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
        rowAddresses();
        List<Value> rowInputs = plan.inputs.stream()
                .filter(value -> value.known() && !value.uniform())
                .toList();
        if (plan.scratch == 0 && addresses.isEmpty() && plan.computed.stream().allMatch(Value::uniform)) {
            return;
        }
        scratch = values.newLocal();
        code.visitVarInsn(Opcodes.ALOAD, F);
        ByteCodeClass.push(code, plan.scratch);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PACKAGE + "Frame", "rowScratch", "(I)[J", false);
        code.visitVarInsn(Opcodes.ASTORE, scratch);
        for (Value input : rowInputs) {
            values.bank(input.bank);
            ByteCodeClass.push(code, input.slot);
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, PACKAGE + "IntegerBank", "rows", "(I)Ljava/lang/Object;", false);
            code.visitTypeInsn(Opcodes.CHECKCAST, input.bank == Bank.INT ? "[I" : "[J");
            inputRows.put(input, values.newLocal());
            code.visitVarInsn(Opcodes.ASTORE, inputRows.get(input));
        }
        addresses.forEach((shared, local) -> {
            code.visitVarInsn(Opcodes.ALOAD, local);
            code.visitFieldInsn(Opcodes.GETFIELD, ADDRESSES, "ofRow", "[J");
            ofRow.put(shared, values.newLocal());
            code.visitVarInsn(Opcodes.ASTORE, ofRow.get(shared));
        });
        loop(true, rowInputs.stream().filter(value -> value.byWarps).toList(), List.of());
        List<Value> needed = plan.forRows().toList();
        loop(
                false,
                rowInputs.stream()
                        .filter(value -> !value.byWarps || needed.contains(value))
                        .toList(),
                needed.stream()
                        .filter(value -> value.byWarps && !rowInputs.contains(value))
                        .toList());
        memories();
    }

    /**
     * Goes through the warps, or the rows.
     *
     * @param fromInputs inputs that are read from their banks
     * @param fromWarps values that were computed for warps
     */
    private void loop(boolean warps, List<Value> fromInputs, List<Value> fromWarps) {
        List<Value> computed = plan.computed.stream()
                .filter(value -> !value.uniform() && value.byWarps == warps)
                .toList();
        List<FragmentPlan.Addresses> accesses = ofRow.keySet().stream()
                .filter(shared -> shared.byWarps() == warps)
                .toList();
        boolean keeps = fromInputs.stream().anyMatch(value -> value.byWarps == warps && value.scratch >= 0);
        if (computed.isEmpty() && accesses.isEmpty() && !keeps && (warps || plan.tileRows.isEmpty())) {
            return;
        }
        row = values.newLocal();
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, row);
        Label again = new Label();
        code.visitLabel(again);
        for (Value input : fromInputs) {
            code.visitVarInsn(Opcodes.ALOAD, inputRows.get(input));
            code.visitVarInsn(Opcodes.ILOAD, row);
            if (warps) {
                ByteCodeClass.push(code, plan.shape.rowsOfWarp());
                code.visitInsn(Opcodes.IMUL);
            }
            code.visitInsn(input.bank == Bank.INT ? Opcodes.IALOAD : Opcodes.LALOAD);
            values.store(input);
            keep(input, warps);
        }
        fromWarps.forEach(this::ofWarp);
        for (Value value : computed) {
            values.computeRow(value);
            keep(value, warps);
        }
        accesses.forEach(shared -> address(shared, ofRow.get(shared)));
        if (!warps) {
            tileAddresses(false);
            plan.tileRows.forEach(this::keepAt);
        }
        code.visitIincInsn(row, 1);
        code.visitVarInsn(Opcodes.ILOAD, row);
        ByteCodeClass.push(code, plan.rows(warps));
        code.visitJumpInsn(Opcodes.IF_ICMPLT, again);
    }

    /** The number that a value, of which the scratch has one for each warp, has for a row. */
    private void ofWarp(Value value) {
        int perWarp = plan.shape.rowsOfWarp();
        code.visitVarInsn(Opcodes.ALOAD, scratch);
        code.visitVarInsn(Opcodes.ILOAD, row);
        ByteCodeClass.push(code, perWarp);
        code.visitInsn(Opcodes.IDIV);
        ByteCodeClass.push(code, value.scratch);
        code.visitInsn(Opcodes.IADD);
        code.visitInsn(Opcodes.LALOAD);
        if (value.stride() != 0) {
            code.visitVarInsn(Opcodes.ILOAD, row);
            ByteCodeClass.push(code, perWarp);
            code.visitInsn(Opcodes.IREM);
            code.visitInsn(Opcodes.I2L);
            code.visitLdcInsn(value.stride() * plan.rowLength(false));
            code.visitInsn(Opcodes.LMUL);
            code.visitInsn(Opcodes.LADD);
        }
        if (value.bank == Bank.INT) {
            code.visitInsn(Opcodes.L2I);
        }
        values.store(value);
    }

    /** Loads the scratch of all addresses by rows. */
    private void rowAddresses() {
        for (FragmentPlan.Step step : plan.steps) {
            if (step instanceof FragmentPlan.RowAccess access && !addresses.containsKey(access.addresses())) {
                code.visitVarInsn(Opcodes.ALOAD, F);
                // One for each instruction at most, so that no other fragment of the kernel has the same.
                ByteCodeClass.push(code, plan.end - 1 - addresses.size());
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
            ByteCodeClass.push(code, plan.rows(shared.byWarps()));
            ByteCodeClass.push(code, plan.rowLength(shared.byWarps()));
            code.visitLdcInsn(shared.address().stride());
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, ADDRESSES, "join", "(IIJ)V", false);
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

    private void keep(Value value, boolean warps) {
        if (value.scratch >= 0 && value.byWarps == warps) {
            keepAt(value, value.scratch);
        }
    }

    private void keepAt(Value value, int from) {
        code.visitVarInsn(Opcodes.ALOAD, scratch);
        code.visitVarInsn(Opcodes.ILOAD, row);
        ByteCodeClass.push(code, from);
        code.visitInsn(Opcodes.IADD);
        values.load(value);
        values.widen(value);
        code.visitInsn(Opcodes.LASTORE);
    }

    private void address(FragmentPlan.Addresses shared, int array) {
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
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    CODE,
                    "access",
                    "(" + FRAME + "L" + PACKAGE + "MemoryOp;L" + PACKAGE + "Memory;L" + ADDRESSES + ";I)V",
                    false);
        } else if (step instanceof FragmentPlan.Tile tile) {
            values.constant(tile.tile(), PACKAGE + "FragmentTile");
            code.visitVarInsn(Opcodes.ALOAD, F);
            boolean uniform = tile.address().uniform();
            if (uniform) {
                values.loadAddress(tile.address());
            } else {
                ByteCodeClass.push(code, plan.tileRows.get(tile.address()));
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
            values.bank(value.bank);
            ByteCodeClass.push(code, put.slot());
            code.visitVarInsn(Opcodes.ALOAD, F);
            code.visitFieldInsn(Opcodes.GETFIELD, PACKAGE + "Frame", "rowScratch", "[J");
            ByteCodeClass.push(code, value.scratch);
            ByteCodeClass.push(code, value.byWarps ? plan.shape.rowsOfWarp() : 1);
            code.visitLdcInsn(value.stride());
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PACKAGE + "IntegerBank", "setRows", "(I[JIIJ)V", false);
        }
    }
}
