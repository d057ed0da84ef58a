package alexnet.engine.emulator.flow;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import java.util.Set;

/**
 * Functions that the emulator itself provides: {@code vprintf} and {@code __assertfail} as nvcc calls them for
 * {@code printf} and {@code assert}, and two checks of its own around calls.
 */
public final class SystemCalls {

    /** For messages. */
    static final String NAMES = "vprintf and __assertfail";

    /** A call through a pointer that no function has; its operand is the address. */
    public static final String NO_FUNCTION = "=no function";

    /** Checks that the stack has room for a frame; operands are the stack's top, its start and the frame's bytes. */
    static final String STACK_CHECK = "=stack check";

    public static final String PRINT = "vprintf";
    public static final String ASSERT = "__assertfail";
    private static final Set<String> ALL = Set.of(PRINT, ASSERT, NO_FUNCTION, STACK_CHECK);

    private SystemCalls() {}

    /** True for the functions that PTX may call. */
    static boolean provided(String function) {
        return function.equals(PRINT) || function.equals(ASSERT);
    }

    /** Number of parameters of a function that PTX may call. */
    static int parameters(String function) {
        return function.equals(PRINT) ? 2 : 5;
    }

    /** True for a call, in the text that {@link FunctionLinker} makes, that needs no jump. */
    static boolean is(PtxInstruction instruction) {
        return instruction.kind() == PtxOpcode.Kind.CALL
                && instruction.operand(0) instanceof PtxOperand.Symbol symbol
                && ALL.contains(symbol.name());
    }
}
