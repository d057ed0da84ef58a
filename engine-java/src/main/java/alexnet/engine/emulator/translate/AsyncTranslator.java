package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.ArrivalOp;
import alexnet.engine.emulator.code.AsyncCopyOp;
import alexnet.engine.emulator.code.AsyncWaitOp;
import alexnet.engine.emulator.code.GuardedOp;
import alexnet.engine.emulator.code.LaneAddress;
import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.code.NothingOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.List;
import java.util.Set;

/** Copies under way while the thread goes on, and the barriers in shared memory that may wait for them. */
final class AsyncTranslator {

    private static final Set<String> HINTS = Set.of("L2::64B", "L2::128B", "L2::256B");

    private final OpEmitter to;

    AsyncTranslator(OpEmitter to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        if (instruction.kind() == PtxOpcode.Kind.ARRIVAL_BARRIER) {
            barrier(instruction);
            return;
        }
        switch (instruction.opcode()) {
            case "cp.async.commit_group" -> {
                requireOperands(instruction, 0);
                to.add(new AsyncWaitOp(instruction, true, -1));
            }
            case "cp.async.wait_all" -> {
                requireOperands(instruction, 0);
                to.add(new AsyncWaitOp(instruction, true, 0));
            }
            case "cp.async.wait_group" -> {
                requireOperands(instruction, 1);
                to.add(new AsyncWaitOp(instruction, false, constant(instruction, 0)));
            }
            case "cp.async.mbarrier.arrive.b64", "cp.async.mbarrier.arrive.shared.b64" ->
                arrive(instruction, ArrivalOp.Kind.FINISH_COPIES, 0, false);
            case "cp.async.mbarrier.arrive.noinc.b64", "cp.async.mbarrier.arrive.noinc.shared.b64" ->
                arrive(instruction, ArrivalOp.Kind.ARRIVE_FOR_COPIES, 0, false);
            default -> copy(instruction);
        }
    }

    private void requireOperands(PtxInstruction instruction, int count) {
        if (instruction.operands().size() != count) {
            throw to.refuse(instruction, "has " + instruction.operands().size() + " operands (expected " + count + ")");
        }
    }

    private int constant(PtxInstruction instruction, int operand) {
        if (instruction.operand(operand) instanceof PtxOperand.Immediate value
                && value.floatBytes() == 0
                && value.bits() >= 0
                && value.bits() <= Integer.MAX_VALUE) {
            return (int) value.bits();
        }
        throw to.refuse(instruction, "expected a whole number as operand " + (operand + 1));
    }

    private void copy(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        boolean known = modifiers.size() >= 4
                && modifiers.get(0).equals("async")
                && Set.of("ca", "cg").contains(modifiers.get(1))
                && Set.of("shared", "shared::cta").contains(modifiers.get(2))
                && modifiers.get(3).equals("global")
                && HINTS.containsAll(modifiers.subList(4, modifiers.size()))
                && modifiers.size() <= 5;
        if (!known) {
            throw to.unknown(instruction);
        }
        int operands = instruction.operands().size();
        requireOperands(instruction, operands == 4 ? 4 : 3);
        int bytes = constant(instruction, 2);
        boolean fits = bytes == 16 || modifiers.get(1).equals("ca") && (bytes == 4 || bytes == 8);
        if (!fits) {
            throw to.refuse(
                    instruction,
                    "copies " + bytes + " bytes (expected " + (modifiers.get(1).equals("ca") ? "4, 8 or 16" : "16")
                            + ")");
        }
        LaneAddress target = AddressOperand.of(to, instruction, 0, BlockState.SHARED);
        LaneAddress source = AddressOperand.of(to, instruction, 1, BlockState.GLOBAL);
        int wanted = operands == 4 ? wanted(instruction, bytes) : -1;
        tellRead(instruction, source, bytes, wanted);
        Op op = new AsyncCopyOp(instruction, target, source, bytes, wanted);
        to.add(to.observed(op, AccessSite.Kind.WRITE, target, 4, bytes / 4, Registers.INT, null));
    }

    /** The slot of the number of bytes to copy, from the operand that gives it or that says to ignore the source. */
    private int wanted(PtxInstruction instruction, int bytes) {
        PtxOperand operand = instruction.operand(3);
        if (operand instanceof PtxOperand.Register register && register.type() == PtxType.PRED) {
            Place predicate = to.slots.register(register);
            Place size = to.slots.intermediate(Registers.INT);
            LaneFunction function = InstructionTable.derived(
                    "cp.async ignore " + bytes, null, () -> (Signatures.II) ignored -> ignored != 0 ? 0 : bytes);
            to.add(LaneOp.of(instruction, function, size, predicate));
            return size.slot();
        }
        if (operand instanceof PtxOperand.Register) {
            RegisterTypes.require(to, instruction, operand, PtxType.B32);
        }
        return to.source(instruction, operand, Registers.INT).slot();
    }

    /** Threads whose source size is 0 read nothing. */
    private void tellRead(PtxInstruction instruction, LaneAddress source, int bytes, int wanted) {
        if (!to.observing()) {
            return;
        }
        Op read = to.observed(
                new NothingOp(instruction), AccessSite.Kind.READ, source, 4, bytes / 4, Registers.INT, null);
        if (wanted < 0) {
            to.add(read);
            return;
        }
        Place some = to.slots.intermediate(Registers.INT);
        LaneFunction function =
                InstructionTable.derived("cp.async reads", null, () -> (Signatures.II) size -> size != 0 ? 1 : 0);
        to.add(LaneOp.of(instruction, function, some, new Place(Registers.INT, wanted)));
        to.add(new GuardedOp(read, some.slot(), false));
    }

    private void arrive(PtxInstruction instruction, ArrivalOp.Kind kind, int operand, boolean test) {
        boolean shared = instruction.modifiers().stream().anyMatch(name -> name.startsWith("shared"));
        LaneAddress address =
                AddressOperand.of(to, instruction, operand, shared ? BlockState.SHARED : BlockState.GENERIC);
        int result = -1;
        if (operand == 1 && !(instruction.operand(0) instanceof PtxOperand.Sink)) {
            PtxOperand.Register register = to.register(instruction, instruction.operand(0));
            if (register.type() != (test ? PtxType.PRED : PtxType.B64) && !(register.type().bytes == 8 && !test)) {
                throw to.refuse(instruction, "expected a " + (test ? "predicate" : "64-bit") + " register as result");
            }
            result = to.slots.register(register).slot();
        } else if (test) {
            throw to.refuse(instruction, "expected a predicate register as result");
        }
        int count = -1;
        if (instruction.operands().size() > operand + 1) {
            PtxOperand value = instruction.operand(operand + 1);
            if (value instanceof PtxOperand.Register) {
                RegisterTypes.require(to, instruction, value, test ? PtxType.B64 : PtxType.B32);
            }
            count = to.source(instruction, value, test ? Registers.LONG : Registers.INT)
                    .slot();
        }
        boolean mayComplete = !instruction.modifiers().contains("noComplete");
        Op op = new ArrivalOp(instruction, kind, address, result, count, mayComplete);
        to.add(to.observed(op, AccessSite.Kind.ATOMIC, address, 8, 1, Registers.INT, null));
    }

    private void barrier(PtxInstruction instruction) {
        switch (instruction.opcode().replaceFirst("\\.shared(::cta)?", "")) {
            case "mbarrier.init.b64" -> {
                requireOperands(instruction, 2);
                arrive(instruction, ArrivalOp.Kind.INIT, 0, false);
            }
            case "mbarrier.inval.b64" -> {
                requireOperands(instruction, 1);
                arrive(instruction, ArrivalOp.Kind.INVALIDATE, 0, false);
            }
            case "mbarrier.arrive.b64" -> {
                requireOperands(instruction, 2);
                arrive(instruction, ArrivalOp.Kind.ARRIVE, 1, false);
            }
            case "mbarrier.arrive.noComplete.b64" -> {
                requireOperands(instruction, 3);
                arrive(instruction, ArrivalOp.Kind.ARRIVE, 1, false);
            }
            case "mbarrier.arrive_drop.b64" -> {
                requireOperands(instruction, 2);
                arrive(instruction, ArrivalOp.Kind.DROP, 1, false);
            }
            case "mbarrier.arrive_drop.noComplete.b64" -> {
                requireOperands(instruction, 3);
                arrive(instruction, ArrivalOp.Kind.DROP, 1, false);
            }
            case "mbarrier.test_wait.b64" -> {
                requireOperands(instruction, 3);
                arrive(instruction, ArrivalOp.Kind.TEST, 1, true);
            }
            case "mbarrier.pending_count.b64" -> {
                requireOperands(instruction, 2);
                LaneFunction function = InstructionTable.derived(
                        "mbarrier.pending_count", null, () -> (Signatures.IL) state -> ArrivalOp.pending(state));
                to.lane(instruction, function, instruction.operand(0), List.of(instruction.operand(1)));
            }
            default -> throw to.unknown(instruction);
        }
    }
}
