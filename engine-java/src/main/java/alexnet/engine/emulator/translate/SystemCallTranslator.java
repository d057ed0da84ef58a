package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.AssertOp;
import alexnet.engine.emulator.code.NoFunctionOp;
import alexnet.engine.emulator.code.PrintOp;
import alexnet.engine.emulator.code.StackCheckOp;
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
                to.add(new PrintOp(call, result, address(call, 2, to), address(call, 3, to)));
            }
            case SystemCalls.ASSERT -> {
                int line = to.source(call, call.operand(4), Registers.INT).slot();
                to.add(new AssertOp(call, address(call, 2, to), address(call, 3, to), line, address(call, 5, to)));
            }
            case SystemCalls.NO_FUNCTION -> to.add(new NoFunctionOp(call, address(call, 2, to)));
            default -> {
                long bytes = ((PtxOperand.Immediate) call.operand(4)).bits();
                to.add(new StackCheckOp(call, address(call, 2, to), address(call, 3, to), bytes));
            }
        }
    }

    private static int address(PtxInstruction call, int operand, OpEmitter to) {
        return to.source(call, call.operand(operand), Registers.LONG).slot();
    }
}
