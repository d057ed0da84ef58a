package alexnet.engine.ptx;

import alexnet.engine.PtxException;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The labels of one function, and the names that may turn out to be labels further down. */
final class PtxLabels {

    /** A name that was no variable, register or function where it stood; {@code instruction} is -1 in a list. */
    private record Mention(Token token, PtxScope scope, int instruction, List<String> list, int element) {}

    private final PtxTokens tokens;
    private final String function;
    private final List<PtxInstruction> instructions;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, List<String>> branchTargets = new HashMap<>();
    private final Map<String, List<String>> callTargets = new HashMap<>();
    private final List<Mention> mentions = new ArrayList<>();

    PtxLabels(PtxTokens tokens, String function, List<PtxInstruction> instructions) {
        this.tokens = tokens;
        this.function = function;
        this.instructions = instructions;
    }

    /** Index of the instruction behind each label. */
    Map<String, Integer> positions() {
        return positions;
    }

    Map<String, List<String>> branchTargets() {
        return branchTargets;
    }

    Map<String, List<String>> callTargets() {
        return callTargets;
    }

    void label(Token token, PtxScope scope) {
        if (!scope.symbol(token.text()) || token.text().equals("_")) {
            throw twice(token);
        }
        positions.put(scope.unique(token.text()), instructions.size());
    }

    /** The unique name of a list's or prototype's label. */
    String list(Token token, PtxScope scope) {
        if (!scope.symbol(token.text())) {
            throw twice(token);
        }
        return scope.unique(token.text());
    }

    private PtxException twice(Token token) {
        return tokens.fail(
                token, "label " + token.shown() + " is there twice (expected one of that name, found a second)");
    }

    void branchTargets(Token token, PtxScope scope) {
        List<String> targets = new ArrayList<>();
        branchTargets.put(list(token, scope), targets);
        do {
            Token target = tokens.peek();
            targets.add(tokens.name());
            mentions.add(new Mention(target, scope, -1, targets, targets.size() - 1));
        } while (tokens.accept(","));
        tokens.expect(";");
    }

    void callTargets(Token token, PtxScope scope) {
        List<String> targets = new ArrayList<>();
        callTargets.put(list(token, scope), targets);
        do {
            targets.add(tokens.name());
        } while (tokens.accept(","));
        tokens.expect(";");
    }

    /** An operand of the instruction that comes next. */
    void mention(Token token, PtxScope scope) {
        mentions.add(new Mention(token, scope, instructions.size(), null, 0));
    }

    /** Looks up the labels that were mentioned before they came. */
    void resolve() {
        for (Mention mention : mentions) {
            String name = mention.token.text();
            boolean known = mention.scope.find(name) instanceof PtxOperand.Symbol;
            if (!known) {
                throw unknown(mention);
            }
            String unique = ((PtxOperand.Symbol) mention.scope.find(name)).name();
            if (unique.equals(name)) {
                continue;
            }
            if (mention.instruction < 0) {
                mention.list.set(mention.element, unique);
            } else {
                instructions.set(mention.instruction, renamed(instructions.get(mention.instruction), name, unique));
            }
        }
    }

    private PtxException unknown(Mention mention) {
        PtxInstruction user = mention.instruction < 0 ? null : instructions.get(mention.instruction);
        String opcode = user == null ? ".branchtargets" : user.opcode();
        boolean branch =
                user == null || user.kind() == PtxOpcode.Kind.BRANCH || user.kind() == PtxOpcode.Kind.INDEXED_BRANCH;
        return tokens.fail(
                mention.token,
                opcode + ": " + mention.token.shown() + " is not known: no such "
                        + (branch ? "label" : "variable or function") + " in " + function + " (expected one, found"
                        + " none)");
    }

    private static PtxInstruction renamed(PtxInstruction instruction, String name, String unique) {
        List<PtxOperand> operands = new ArrayList<>(instruction.operands());
        operands.replaceAll(operand -> renamed(operand, name, unique));
        return instruction.with(operands);
    }

    private static PtxOperand renamed(PtxOperand operand, String name, String unique) {
        boolean same =
                operand instanceof PtxOperand.Symbol symbol && symbol.name().equals(name);
        return same ? new PtxOperand.Symbol(unique, ((PtxOperand.Symbol) operand).offset()) : operand;
    }
}
