package alexnet.engine.emulator.flow;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import alexnet.engine.ptx.PtxVariable;
import java.util.ArrayList;
import java.util.List;

/** What {@link FunctionLinker} makes of the calls of one function. */
final class CallCode {

    private final FunctionCode from;

    CallCode(FunctionCode from) {
        this.from = from;
    }

    /** Index of a call's target: results may stand before it. */
    private static int targetIndex(PtxInstruction call) {
        return first(call) instanceof PtxOperand.Arguments ? 1 : 0;
    }

    private static PtxOperand first(PtxInstruction call) {
        return call.operands().isEmpty() ? new PtxOperand.Sink() : call.operand(0);
    }

    /** What a call calls: a function or a register. */
    static PtxOperand target(PtxInstruction call) {
        return call.operands().size() > targetIndex(call) ? call.operand(targetIndex(call)) : new PtxOperand.Sink();
    }

    private static List<PtxOperand> results(PtxInstruction call) {
        return first(call) instanceof PtxOperand.Arguments results ? results.elements() : List.of();
    }

    private static List<PtxOperand> arguments(PtxInstruction call) {
        int index = targetIndex(call) + 1;
        return call.operands().size() > index && call.operand(index) instanceof PtxOperand.Arguments arguments
                ? arguments.elements()
                : List.of();
    }

    /** The name of a call's list of targets or prototype, or an empty text. */
    static String list(PtxInstruction call) {
        int last = call.operands().size() - 1;
        return last > targetIndex(call) && call.operand(last) instanceof PtxOperand.Symbol symbol ? symbol.name() : "";
    }

    private PtxOperand.Symbol label(String kind) {
        return new PtxOperand.Symbol(from.prefix + "=" + kind + from.linker.size());
    }

    private void mark(PtxOperand.Symbol label) {
        from.linker.label(label.name(), from.linker.size());
    }

    private void add(PtxInstruction instruction) {
        from.linker.emit(instruction);
    }

    private void branch(PtxInstruction place, PtxOperand.Register guard, boolean negated, PtxOperand.Symbol target) {
        add(place.with(guard, negated, PtxOpcode.BRA.text(), List.of(target)));
    }

    void emit(PtxInstruction call) {
        PtxOperand.Symbol behind = label("behind");
        if (call.guard() != null) {
            branch(call, (PtxOperand.Register) from.renamed(call, call.guard()), !call.guardNegated(), behind);
        }
        List<PtxKernelText> targets = from.linker.graph.targets(from.code, call);
        if (target(call) instanceof PtxOperand.Symbol symbol) {
            if (targets.isEmpty()) {
                system(call, symbol.name());
            } else {
                direct(call, targets.get(0));
            }
        } else {
            through(call, targets, behind);
        }
        mark(behind);
    }

    /** A call through a pointer: compares the address with that of each function that it may be. */
    private void through(PtxInstruction call, List<PtxKernelText> targets, PtxOperand.Symbol behind) {
        PtxOperand pointer = from.renamed(call, target(call));
        List<PtxOperand.Symbol> sites = new ArrayList<>();
        for (PtxKernelText target : targets) {
            PtxOperand.Register found = from.temporary(PtxType.PRED);
            PtxOperand.Symbol site = label("site");
            sites.add(site);
            long address = from.linker.module.functionAddress(target.name());
            add(FunctionCode.like(call, "setp.eq.u64", found, pointer, new PtxOperand.Immediate(address, 0)));
            branch(call, found, false, site);
        }
        add(FunctionCode.like(
                call, call.opcode(), new PtxOperand.Symbol(SystemCalls.NO_FUNCTION), new PtxOperand.Sink(), pointer));
        branch(call, null, false, behind);
        for (int i = 0; i < targets.size(); i++) {
            mark(sites.get(i));
            direct(call, targets.get(i));
            branch(call, null, false, behind);
        }
    }

    private void direct(PtxInstruction call, PtxKernelText target) {
        FunctionCode to = from.linker.function(target.name());
        List<PtxOperand> arguments = arguments(call);
        List<PtxOperand> results = results(call);
        requireCount(call, "parameters", target.parameters().size(), arguments.size());
        requireCount(call, "results", target.results().size(), results.size());
        for (int i = 0; i < arguments.size(); i++) {
            pass(call, target.parameters().get(i), to, arguments.get(i));
        }
        move(call, from.frameBytes());
        if (to.onStack()) {
            add(FunctionCode.like(
                    call,
                    call.opcode(),
                    new PtxOperand.Symbol(SystemCalls.STACK_CHECK),
                    new PtxOperand.Sink(),
                    FunctionLinker.STACK_TOP,
                    new PtxOperand.Symbol(FunctionLinker.STACK),
                    new PtxOperand.Immediate(to.frameBytes(), 0)));
        }
        PtxOperand.Symbol back = label("back");
        List<PtxOperand> jump = new ArrayList<>(List.of(new PtxOperand.Symbol(to.prefix), back));
        if (from.signature != null && from.linker.graph.reaches(target, name(from))) {
            jump.add(new PtxOperand.Symbol(from.prefix));
        }
        add(FunctionCode.like(call, call.opcode(), jump.toArray(PtxOperand[]::new)));
        mark(back);
        move(call, -from.frameBytes());
        for (int i = 0; i < results.size(); i++) {
            take(call, target.results().get(i), to, results.get(i));
        }
    }

    private static String name(FunctionCode function) {
        return function.prefix.substring(0, function.prefix.length() - 1);
    }

    private void requireCount(PtxInstruction call, String what, int expected, int found) {
        if (expected != found) {
            throw from.linker.graph.refuse(
                    call, "wrong number of " + what + " (expected " + expected + ", found " + found + ")");
        }
    }

    /** Moves the stack's top. */
    private void move(PtxInstruction call, int bytes) {
        if (bytes != 0) {
            add(FunctionCode.like(
                    call,
                    "add.s64",
                    FunctionLinker.STACK_TOP,
                    FunctionLinker.STACK_TOP,
                    new PtxOperand.Immediate(bytes, 0)));
        }
    }

    private ParameterSpot spot(PtxInstruction call, PtxVariable wanted, PtxOperand operand) {
        ParameterSpot spot = operand instanceof PtxOperand.Symbol symbol ? from.parameter(symbol.name()) : null;
        if (spot == null) {
            throw from.linker.graph.refuse(call, "expected .param variables in its lists");
        }
        if (spot.variable().bytes() != wanted.bytes() || spot.scalar() != ParameterSpot.scalar(wanted)) {
            throw from.linker.graph.refuse(
                    call,
                    "'" + wanted.name() + "' and what is passed differ in size (expected " + wanted.bytes()
                            + " bytes, found " + spot.variable().bytes() + ")");
        }
        return spot;
    }

    private void pass(PtxInstruction call, PtxVariable formal, FunctionCode to, PtxOperand argument) {
        boolean scalar = to.parameter(formal.name()).scalar();
        PtxOperand value;
        if (scalar && (argument instanceof PtxOperand.Register || argument instanceof PtxOperand.Immediate)) {
            value = from.renamed(call, argument);
        } else {
            ParameterSpot spot = spot(call, formal, argument);
            if (!scalar) {
                PtxOperand.Address source = from.memory(spot.variable().name(), 0, 0);
                copy(call, to.memory(formal.name(), 0, from.frameBytes()), source, formal, spot.variable());
                return;
            }
            value = from.get(call, spot.variable().name());
        }
        add(FunctionCode.like(call, "mov.b" + 8 * Math.max(2, formal.bytes()), to.carrier(formal), value));
    }

    private void take(PtxInstruction call, PtxVariable formal, FunctionCode to, PtxOperand result) {
        if (result instanceof PtxOperand.Sink) {
            return;
        }
        if (result instanceof PtxOperand.Register && to.parameter(formal.name()).scalar()) {
            String opcode = "mov.b" + 8 * Math.max(2, formal.bytes());
            add(FunctionCode.like(call, opcode, from.renamed(call, result), to.carrier(formal)));
            return;
        }
        ParameterSpot spot = spot(call, formal, result);
        if (spot.scalar()) {
            from.set(call, spot.variable().name(), to.carrier(formal));
        } else {
            PtxOperand.Address target = from.memory(spot.variable().name(), 0, 0);
            copy(call, target, to.memory(formal.name(), 0, from.frameBytes()), formal, spot.variable());
        }
    }

    /** Copies an array between variables in local memory. */
    private void copy(
            PtxInstruction call, PtxOperand.Address to, PtxOperand.Address from, PtxVariable one, PtxVariable other) {
        int alignment = Math.min(8, Math.min(one.alignment(), other.alignment()));
        for (int offset = 0; offset < one.bytes(); ) {
            int chunk = alignment;
            while (chunk > one.bytes() - offset) {
                chunk /= 2;
            }
            PtxOperand.Register value = this.from.temporary(ParameterSpot.type(chunk));
            add(FunctionCode.like(
                    call,
                    "ld.local.b" + 8 * chunk,
                    value,
                    new PtxOperand.Address(from.base(), from.offset() + offset)));
            add(FunctionCode.like(
                    call, "st.local.b" + 8 * chunk, new PtxOperand.Address(to.base(), to.offset() + offset), value));
            offset += chunk;
        }
    }

    /** A function that the emulator itself provides: {@code call name, result, parameters...}. */
    private void system(PtxInstruction call, String name) {
        List<PtxOperand> operands = new ArrayList<>(List.of(new PtxOperand.Symbol(name)));
        List<PtxOperand> results = results(call);
        ParameterSpot result = null;
        requireCount(
                call,
                "parameters",
                SystemCalls.parameters(name),
                arguments(call).size());
        PtxOperand.Register value = from.temporary(PtxType.B32);
        if (results.size() == 1 && results.get(0) instanceof PtxOperand.Symbol symbol) {
            result = from.parameter(symbol.name());
        }
        operands.add(result == null ? new PtxOperand.Sink() : value);
        for (PtxOperand argument : arguments(call)) {
            operands.add(
                    argument instanceof PtxOperand.Symbol symbol && from.parameter(symbol.name()) != null
                            ? from.get(call, symbol.name())
                            : from.renamed(call, argument));
        }
        add(FunctionCode.like(call, call.opcode(), operands.toArray(PtxOperand[]::new)));
        if (result != null && result.scalar()) {
            from.set(call, result.variable().name(), value);
        }
    }
}
