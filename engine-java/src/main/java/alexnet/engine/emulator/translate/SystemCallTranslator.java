package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.ActionOp;
import alexnet.engine.emulator.code.AssertAction;
import alexnet.engine.emulator.code.NoFunctionAction;
import alexnet.engine.emulator.code.PrintAction;
import alexnet.engine.emulator.code.StackCheckAction;
import alexnet.engine.emulator.flow.SystemCalls;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;

/** Translates calls of the functions in {@link SystemCalls}. */
final class SystemCallTranslator {

    private SystemCallTranslator() {}

    static void translate(PtxInstruction call, OpEmitter to) {
        switch (((PtxOperand.Symbol) call.operand(0)).name()) {
            case SystemCalls.PRINT -> {
                int result = call.operand(1) instanceof PtxOperand.Register register
                        ? to.slots.register(register).slot()
                        : -1;
                to.add(new ActionOp(call, new PrintAction(result, address(call, 2, to), address(call, 3, to))));
            }
            case SystemCalls.ASSERT -> {
                int line = to.source(call, call.operand(4), Registers.INT).slot();
                to.add(new ActionOp(
                        call,
                        new AssertAction(address(call, 2, to), address(call, 3, to), line, address(call, 5, to))));
            }
            case SystemCalls.NO_FUNCTION -> to.add(new ActionOp(call, new NoFunctionAction(address(call, 2, to))));
            default -> {
                long bytes = ((PtxOperand.Immediate) call.operand(4)).bits();
                to.add(new ActionOp(call, new StackCheckAction(address(call, 2, to), address(call, 3, to), bytes)));
            }
        }
    }

    private static int address(PtxInstruction call, int operand, OpEmitter to) {
        return to.source(call, call.operand(operand), Registers.LONG).slot();
    }
}
