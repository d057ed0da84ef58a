package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import java.util.List;

/** Instructions that exchange values within a warp. */
final class WarpTranslator {

    private final InstructionTranslator to;

    WarpTranslator(InstructionTranslator to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        switch (instruction.base()) {
            case "shfl" -> shuffle(instruction);
            case "vote" -> vote(instruction);
            default -> activeMask(instruction);
        }
    }

    private void shuffle(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        ShuffleOp.Mode mode = null;
        if (modifiers.size() == 3
                && modifiers.get(0).equals("sync")
                && modifiers.get(2).equals("b32")) {
            mode = switch (modifiers.get(1)) {
                case "up" -> ShuffleOp.Mode.UP;
                case "down" -> ShuffleOp.Mode.DOWN;
                case "bfly" -> ShuffleOp.Mode.BFLY;
                case "idx" -> ShuffleOp.Mode.IDX;
                default -> null;
            };
        }
        if (mode == null || instruction.operands().size() != 5) {
            throw to.unknown(instruction);
        }
        int[] operands = new int[4];
        for (int i = 0; i < 4; i++) {
            operands[i] =
                    to.source(instruction, instruction.operand(i + 1), Bank.INT).slot();
        }
        PtxOperand first = instruction.operand(0);
        int predicate = -1;
        if (first instanceof PtxOperand.Pair pair) {
            first = pair.first();
            if (!(pair.second() instanceof PtxOperand.Sink)) {
                predicate = to.slots
                        .register(to.register(instruction, pair.second()))
                        .slot();
            }
        }
        if (first instanceof PtxOperand.Sink) {
            to.tellWarpSync(instruction, instruction.operand(4));
            to.add(new ShuffleOp(instruction, mode, -1, predicate, operands));
            return;
        }
        Place place = to.slots.register(to.register(instruction, first));
        Place result = place.bank() == Bank.INT ? place : to.slots.intermediate(Bank.INT);
        to.add(new ShuffleOp(instruction, mode, result.slot(), predicate, operands));
        if (result != place) {
            to.add(to.convert(instruction, place, result));
        }
    }

    private void vote(PtxInstruction instruction) {
        VoteOp.Mode mode = switch (instruction.opcode()) {
            case "vote.sync.all.pred" -> VoteOp.Mode.ALL;
            case "vote.sync.any.pred" -> VoteOp.Mode.ANY;
            case "vote.sync.uni.pred" -> VoteOp.Mode.UNI;
            case "vote.sync.ballot.b32" -> VoteOp.Mode.BALLOT;
            default -> throw to.unknown(instruction);
        };
        if (instruction.operands().size() != 3) {
            throw to.unknown(instruction);
        }
        PtxOperand source = instruction.operand(1);
        boolean negated = source instanceof PtxOperand.Negated;
        PtxOperand predicate = source instanceof PtxOperand.Negated not ? not.predicate() : source;
        int target = to.slots
                .register(to.register(instruction, instruction.operand(0)))
                .slot();
        int value = to.source(instruction, predicate, Bank.INT).slot();
        int members = to.source(instruction, instruction.operand(2), Bank.INT).slot();
        to.tellWarpSync(instruction, instruction.operand(2));
        to.add(new VoteOp(instruction, mode, target, value, negated, members));
    }

    private void activeMask(PtxInstruction instruction) {
        if (!instruction.opcode().equals("activemask.b32")) {
            throw to.unknown(instruction);
        }
        int target = to.slots
                .register(to.register(instruction, instruction.operand(0)))
                .slot();
        to.add(new VoteOp(instruction, VoteOp.Mode.ACTIVE, target, -1, false, -1));
    }
}
