package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.MatchOp;
import alexnet.engine.emulator.code.ReduceOp;
import alexnet.engine.emulator.code.ShuffleOp;
import alexnet.engine.emulator.code.VoteOp;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** Instructions that exchange values within a warp. */
final class WarpTranslator {

    private final OpEmitter to;

    WarpTranslator(OpEmitter to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        switch (instruction.base()) {
            case SHFL -> shuffle(instruction);
            case VOTE -> vote(instruction);
            case MATCH -> match(instruction);
            case REDUX -> reduce(instruction);
            case ACTIVEMASK -> activeMask(instruction);
            default -> throw to.unknown(instruction);
        }
    }

    private void requireOperands(PtxInstruction instruction, int count) {
        if (instruction.operands().size() != count) {
            throw to.refuse(instruction, "has " + instruction.operands().size() + " operands (expected " + count + ")");
        }
    }

    /** The slot of a 32-bit operand. */
    private int word(PtxInstruction instruction, int operand) {
        if (instruction.operand(operand) instanceof PtxOperand.Register) {
            RegisterTypes.require(to, instruction, instruction.operand(operand), PtxType.B32);
        }
        return to.source(instruction, instruction.operand(operand), Registers.INT)
                .slot();
    }

    /** The slot of a predicate that is a result, or -1 where it is not wanted. */
    private int predicate(PtxInstruction instruction, PtxOperand operand) {
        if (operand instanceof PtxOperand.Sink) {
            return -1;
        }
        PtxOperand.Register register = to.register(instruction, operand);
        if (register.type() != PtxType.PRED) {
            throw to.refuse(instruction, "expected a predicate register as result");
        }
        return to.slots.register(register).slot();
    }

    /** A 32-bit result, which may be wanted in a register of another file. */
    private Place result(PtxInstruction instruction, PtxOperand operand) {
        PtxOperand.Register register = RegisterTypes.require(to, instruction, operand, PtxType.B32);
        Place place = to.slots.register(register);
        return place.file() == Registers.INT ? place : to.slots.intermediate(Registers.INT);
    }

    private void deliver(PtxInstruction instruction, PtxOperand operand, Place result) {
        Place place = to.slots.register(to.register(instruction, operand));
        if (!place.equals(result)) {
            to.add(to.convert(instruction, place, result));
        }
    }

    private void shuffle(PtxInstruction instruction) {
        List<String> modifiers = new ArrayList<>(instruction.modifiers());
        boolean masked = modifiers.remove("sync");
        ShuffleOp.Mode mode = null;
        if (modifiers.size() == 2 && modifiers.get(1).equals("b32")) {
            mode = switch (modifiers.get(0)) {
                case "up" -> ShuffleOp.Mode.UP;
                case "down" -> ShuffleOp.Mode.DOWN;
                case "bfly" -> ShuffleOp.Mode.BFLY;
                case "idx" -> ShuffleOp.Mode.IDX;
                default -> null;
            };
        }
        if (mode == null) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction, masked ? 5 : 4);
        int[] operands = new int[masked ? 4 : 3];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = word(instruction, i + 1);
        }
        PtxOperand first = instruction.operand(0);
        int predicate = -1;
        if (first instanceof PtxOperand.Pair pair) {
            first = pair.first();
            predicate = predicate(instruction, pair.second());
        }
        if (masked) {
            to.tellWarpSync(instruction, instruction.operand(4));
        }
        if (first instanceof PtxOperand.Sink) {
            to.add(new ShuffleOp(instruction, mode, -1, predicate, operands));
            return;
        }
        Place result = result(instruction, first);
        to.add(new ShuffleOp(instruction, mode, result.slot(), predicate, operands));
        deliver(instruction, first, result);
    }

    private void vote(PtxInstruction instruction) {
        List<String> modifiers = new ArrayList<>(instruction.modifiers());
        boolean masked = modifiers.remove("sync");
        VoteOp.Mode mode = switch (String.join(".", modifiers)) {
            case "all.pred" -> VoteOp.Mode.ALL;
            case "any.pred" -> VoteOp.Mode.ANY;
            case "uni.pred" -> VoteOp.Mode.UNI;
            case "ballot.b32" -> VoteOp.Mode.BALLOT;
            default -> throw to.unknown(instruction);
        };
        requireOperands(instruction, masked ? 3 : 2);
        PtxOperand source = instruction.operand(1);
        boolean negated = source instanceof PtxOperand.Negated;
        PtxOperand predicate = source instanceof PtxOperand.Negated not ? not.predicate() : source;
        int value = predicate(instruction, predicate);
        int members = masked ? word(instruction, 2) : -1;
        if (masked) {
            to.tellWarpSync(instruction, instruction.operand(2));
        }
        if (mode == VoteOp.Mode.BALLOT) {
            Place result = result(instruction, instruction.operand(0));
            to.add(new VoteOp(instruction, mode, result.slot(), value, negated, members));
            deliver(instruction, instruction.operand(0), result);
        } else {
            int target = predicate(instruction, to.register(instruction, instruction.operand(0)));
            to.add(new VoteOp(instruction, mode, target, value, negated, members));
        }
    }

    private void match(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        boolean all = modifiers.size() == 3 && modifiers.get(0).equals("all");
        boolean any = modifiers.size() == 3 && modifiers.get(0).equals("any");
        PtxType type = all || any ? PtxType.named(modifiers.get(2)) : null;
        if (!modifiers.contains("sync") || type != PtxType.B32 && type != PtxType.B64) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction, 3);
        if (instruction.operand(1) instanceof PtxOperand.Register) {
            RegisterTypes.require(to, instruction, instruction.operand(1), type);
        }
        Place value = to.source(instruction, instruction.operand(1), Registers.fileOf(type));
        int members = word(instruction, 2);
        to.tellWarpSync(instruction, instruction.operand(2));
        PtxOperand first = instruction.operand(0);
        int predicate = -1;
        if (first instanceof PtxOperand.Pair pair) {
            if (any) {
                throw to.refuse(instruction, "has one result only");
            }
            first = pair.first();
            predicate = predicate(instruction, pair.second());
        }
        Place result = first instanceof PtxOperand.Sink ? null : result(instruction, first);
        to.add(new MatchOp(instruction, all, result == null ? -1 : result.slot(), predicate, value, members));
        if (result != null) {
            deliver(instruction, first, result);
        }
    }

    private void reduce(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        IntBinaryOperator operator = modifiers.size() == 3 && modifiers.get(0).equals("sync")
                ? ReduceOp.operator(modifiers.get(1) + "." + modifiers.get(2))
                : null;
        if (operator == null) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction, 3);
        int value = word(instruction, 1);
        int members = word(instruction, 2);
        to.tellWarpSync(instruction, instruction.operand(2));
        Place result = result(instruction, instruction.operand(0));
        to.add(new ReduceOp(instruction, operator, result.slot(), value, members));
        deliver(instruction, instruction.operand(0), result);
    }

    private void activeMask(PtxInstruction instruction) {
        if (!instruction.opcode().equals("activemask.b32")) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction, 1);
        Place result = result(instruction, instruction.operand(0));
        to.add(new VoteOp(instruction, VoteOp.Mode.ACTIVE, result.slot(), -1, false, -1));
        deliver(instruction, instruction.operand(0), result);
    }
}
