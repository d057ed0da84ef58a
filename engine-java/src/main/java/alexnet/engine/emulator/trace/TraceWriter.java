package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.MemoryOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.loop.ByteCodeClass;
import alexnet.engine.emulator.loop.Members;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntRegisters;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LongRegisters;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.state.RowAddresses;
import alexnet.engine.emulator.trace.TracePlan.Value;
import alexnet.engine.ptx.PtxInstruction;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the byte code of a {@link TracePlan}.
 *
 * <p>Signatures and operations are static final fields of the class, so the JIT compiler takes them as constants and
 * inlines them. The method is straight-line code but for one loop over the rows.
 */
final class TraceWriter {

    private static final Members MEMBERS = new Members(MethodHandles.lookup());
    private static final Method RUN = MEMBERS.method(TraceCode.class, "run", BlockState.class);
    private static final Method ACCESS = MEMBERS.method(
            TraceCode.class, "access", BlockState.class, MemoryOp.class, Memory.class, RowAddresses.class, int.class);
    private static final Method MEMORY =
            MEMBERS.method(MemoryOp.class, "memory", BlockState.class, MemoryOp.class, RowAddresses.class);
    private static final Method OP_ALL = MEMBERS.method(Op.class, "all", BlockState.class);
    private static final Method TILE_GOOD = MEMBERS.method(TraceTile.class, "good", BlockState.class, long.class);
    private static final Method TILE_RUN = MEMBERS.method(TraceTile.class, "run", BlockState.class, long.class);
    private static final Method TILE_RUN_ROWS = MEMBERS.method(TraceTile.class, "runRows", BlockState.class, int.class);
    private static final Method ROW_SCRATCH = MEMBERS.method(BlockState.class, "rowScratch", int.class);
    private static final Field ROW_SCRATCH_FIELD = MEMBERS.field(BlockState.class, "rowScratch");
    private static final Field INNER = MEMBERS.field(BlockState.class, "inner");
    private static final Method ROW_ADDRESSES = MEMBERS.method(BlockState.class, "rowAddresses", int.class);
    private static final Field OF_ROW = MEMBERS.field(RowAddresses.class, "ofRow");
    private static final Method HIGHER = MEMBERS.method(Math.class, "max", long.class, long.class);
    private static final Method JOIN = MEMBERS.method(RowAddresses.class, "join", int.class, int.class, long.class);
    private static final Method ROWS = MEMBERS.method(IntegerRegisters.class, "rows", int.class);
    private static final Method SINGLE_INT = MEMBERS.method(IntRegisters.class, "single", int.class);
    private static final Method SINGLE_LONG = MEMBERS.method(LongRegisters.class, "single", int.class);
    private static final Method SET_UNIFORM =
            MEMBERS.method(IntegerRegisters.class, "setUniform", int.class, long.class);
    private static final Method SET_ROWS = MEMBERS.method(
            IntegerRegisters.class, "setRows", int.class, long[].class, int.class, int.class, long.class);

    /** The local variable of the method's parameter. */
    private static final int STATE = 1;

    private final TracePlan plan;
    private final ByteCodeClass written = new ByteCodeClass(MEMBERS, "Trace", TraceCode.class);
    private final MethodVisitor code = written.implement(RUN);
    private final TraceValues values;
    /** The locals of addresses by rows, and of the memories of accesses. */
    private final Map<TracePlan.Addresses, Integer> addresses = new LinkedHashMap<>();

    private final Map<TracePlan.RowAccess, Integer> memories = new IdentityHashMap<>();
    private final Map<TracePlan.Addresses, Integer> ofRow = new LinkedHashMap<>();
    private final Map<Value, Integer> inputRows = new HashMap<>();
    private int scratch;
    private int row;

    private TraceWriter(TracePlan plan) {
        this.plan = plan;
        this.values = new TraceValues(written, code, plan);
    }

    static TraceCode write(TracePlan plan) {
        TraceWriter writer = new TraceWriter(plan);
        writer.run();
        return (TraceCode) writer.written.define();
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
                values.file(input.file);
                ByteCodeClass.push(code, input.slot);
                boolean narrow = input.file == Registers.INT;
                ByteCodeClass.invoke(code, narrow ? SINGLE_INT : SINGLE_LONG);
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
        code.visitVarInsn(Opcodes.ALOAD, STATE);
        ByteCodeClass.push(code, plan.scratch);
        ByteCodeClass.invoke(code, ROW_SCRATCH);
        code.visitVarInsn(Opcodes.ASTORE, scratch);
        for (Value input : rowInputs) {
            values.file(input.file);
            ByteCodeClass.push(code, input.slot);
            ByteCodeClass.invoke(code, ROWS);
            code.visitTypeInsn(Opcodes.CHECKCAST, input.file == Registers.INT ? "[I" : "[J");
            inputRows.put(input, values.newLocal());
            code.visitVarInsn(Opcodes.ASTORE, inputRows.get(input));
        }
        addresses.forEach((shared, local) -> {
            code.visitVarInsn(Opcodes.ALOAD, local);
            ByteCodeClass.get(code, OF_ROW);
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
     * @param fromInputs inputs that are read from their files
     * @param fromWarps values that were computed for warps
     */
    private void loop(boolean warps, List<Value> fromInputs, List<Value> fromWarps) {
        List<Value> computed = plan.computed.stream()
                .filter(value -> !value.uniform() && value.byWarps == warps)
                .toList();
        List<TracePlan.Addresses> accesses = ofRow.keySet().stream()
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
            code.visitInsn(input.file == Registers.INT ? Opcodes.IALOAD : Opcodes.LALOAD);
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
        if (value.file == Registers.INT) {
            code.visitInsn(Opcodes.L2I);
        }
        values.store(value);
    }

    /** Loads the scratch of all addresses by rows. */
    private void rowAddresses() {
        for (TracePlan.Step step : plan.steps) {
            if (step instanceof TracePlan.RowAccess access && !addresses.containsKey(access.addresses())) {
                code.visitVarInsn(Opcodes.ALOAD, STATE);
                // One for each instruction at most, so that no other trace of the kernel has the same.
                ByteCodeClass.push(code, plan.end - 1 - addresses.size());
                ByteCodeClass.invoke(code, ROW_ADDRESSES);
                addresses.put(access.addresses(), values.newLocal());
                code.visitVarInsn(Opcodes.ASTORE, addresses.get(access.addresses()));
            }
        }
    }

    /** Finds the memory of each access by rows, or bails out. */
    private void memories() {
        addresses.forEach((shared, local) -> {
            code.visitVarInsn(Opcodes.ALOAD, local);
            ByteCodeClass.push(code, plan.rows(shared.byWarps()));
            ByteCodeClass.push(code, plan.rowLength(shared.byWarps()));
            code.visitLdcInsn(shared.address().stride());
            ByteCodeClass.invoke(code, JOIN);
        });
        for (TracePlan.Step step : plan.steps) {
            if (step instanceof TracePlan.RowAccess access) {
                Label good = new Label();
                code.visitVarInsn(Opcodes.ALOAD, STATE);
                written.push(code, access.op(), MemoryOp.class);
                code.visitVarInsn(Opcodes.ALOAD, addresses.get(access.addresses()));
                ByteCodeClass.invoke(code, MEMORY);
                memories.put(access, values.newLocal());
                code.visitInsn(Opcodes.DUP);
                code.visitVarInsn(Opcodes.ASTORE, memories.get(access));
                code.visitJumpInsn(Opcodes.IFNONNULL, good);
                values.bailOut();
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

    private void address(TracePlan.Addresses shared, int array) {
        code.visitVarInsn(Opcodes.ALOAD, array);
        code.visitVarInsn(Opcodes.ILOAD, row);
        Label skip = new Label();
        Label done = new Label();
        if (shared.predicate() != null) {
            values.load(shared.predicate());
            code.visitJumpInsn(shared.wanted() == 1 ? Opcodes.IFEQ : Opcodes.IFNE, skip);
        }
        values.loadAddress(shared.address());
        if (shared.address().file == Registers.LONG) {
            // No memory holds the address that stands for none, nor the one above it.
            code.visitLdcInsn(RowAddresses.NONE + 1);
            ByteCodeClass.invoke(code, HIGHER);
        }
        if (shared.predicate() != null) {
            code.visitJumpInsn(Opcodes.GOTO, done);
            code.visitLabel(skip);
            code.visitLdcInsn(RowAddresses.NONE);
            code.visitLabel(done);
        }
        code.visitInsn(Opcodes.LASTORE);
    }

    private void step(TracePlan.Step step) {
        if (step instanceof TracePlan.Run run) {
            code.visitVarInsn(Opcodes.ALOAD, STATE);
            written.push(code, run.op().source, PtxInstruction.class);
            ByteCodeClass.put(code, INNER);
            written.push(code, run.op(), Op.class);
            code.visitVarInsn(Opcodes.ALOAD, STATE);
            ByteCodeClass.invoke(code, OP_ALL);
        } else if (step instanceof TracePlan.RowAccess access) {
            code.visitVarInsn(Opcodes.ALOAD, STATE);
            written.push(code, access.op(), MemoryOp.class);
            code.visitVarInsn(Opcodes.ALOAD, memories.get(access));
            code.visitVarInsn(Opcodes.ALOAD, addresses.get(access.addresses()));
            ByteCodeClass.push(code, (int) access.addresses().address().stride());
            ByteCodeClass.invoke(code, ACCESS);
        } else if (step instanceof TracePlan.Tile tile) {
            written.push(code, tile.tile(), TraceTile.class);
            code.visitVarInsn(Opcodes.ALOAD, STATE);
            boolean uniform = tile.address().uniform();
            if (uniform) {
                values.loadAddress(tile.address());
            } else {
                ByteCodeClass.push(code, plan.tileRows.get(tile.address()));
            }
            ByteCodeClass.invoke(code, uniform ? TILE_RUN : TILE_RUN_ROWS);
        } else if (step instanceof TracePlan.Put put) {
            put(put);
        }
    }

    /** Bails out where a tile's left factors cannot be read. */
    private void tileAddresses(boolean uniform) {
        for (TracePlan.Step step : plan.steps) {
            if (step instanceof TracePlan.Tile tile && tile.address().uniform() == uniform) {
                Label good = new Label();
                written.push(code, tile.tile(), TraceTile.class);
                code.visitVarInsn(Opcodes.ALOAD, STATE);
                values.loadAddress(tile.address());
                ByteCodeClass.invoke(code, TILE_GOOD);
                code.visitJumpInsn(Opcodes.IFNE, good);
                values.bailOut();
                code.visitLabel(good);
            }
        }
    }

    private void put(TracePlan.Put put) {
        Value value = put.value();
        if (value.uniform()) {
            values.file(value.file);
            ByteCodeClass.push(code, put.slot());
            values.load(value);
            values.widen(value);
            ByteCodeClass.invoke(code, SET_UNIFORM);
        } else {
            values.file(value.file);
            ByteCodeClass.push(code, put.slot());
            code.visitVarInsn(Opcodes.ALOAD, STATE);
            ByteCodeClass.get(code, ROW_SCRATCH_FIELD);
            ByteCodeClass.push(code, value.scratch);
            ByteCodeClass.push(code, value.byWarps ? plan.shape.rowsOfWarp() : 1);
            code.visitLdcInsn(value.stride());
            ByteCodeClass.invoke(code, SET_ROWS);
        }
    }
}
