package alexnet.engine.ptx;

import alexnet.engine.PtxException;
import alexnet.engine.ptx.PtxSignature.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks number, kind and type of every instruction's operands (PTX ISA, Operand Type Checking) for the instructions of
 * which {@link PtxSignature} knows them. Untyped registers ({@code .b32}) go with every type of their size, signed and
 * unsigned with each other, floats only with floats. Stricter than ptxas in one thing: a number that does not fit its
 * type is refused, not cut.
 */
public final class PtxOperandCheck {

    private static final Set<String> WIDE_SPECIAL = Set.of("%clock64", "%globaltimer", "%gridid");

    private final PtxModuleText module;
    private final Function<PtxMnemonic, List<PtxType>> functions;
    private final Map<String, PtxSignature> signatures = new HashMap<>();

    private PtxOperandCheck(PtxModuleText module, Function<PtxMnemonic, List<PtxType>> functions) {
        this.module = module;
        this.functions = functions;
    }

    /**
     * Checks a module.
     *
     * @param functions for an opcode that the opcode table does not have: the types of the result and of the operands of
     *     the lane function of that name, or an empty list where there is none
     * @throws PtxException for the first instruction, in the order of the file, whose operands do not fit it
     */
    public static void check(PtxModuleText module, Function<PtxMnemonic, List<PtxType>> functions) {
        PtxOperandCheck check = new PtxOperandCheck(module, functions);
        for (PtxKernelText function : module.functions()) {
            function.instructions().forEach(check::check);
        }
    }

    private void check(PtxInstruction instruction) {
        PtxSignature signature =
                signatures.computeIfAbsent(instruction.opcode(), text -> signature(instruction.mnemonic()));
        if (signature == PtxSignature.UNKNOWN) {
            return;
        }
        if (signature == PtxSignature.NO_FORM) {
            throw fail(
                    instruction,
                    "unknown form of the instruction (expected one of " + String.join(" ", PtxSignature.transfers())
                            + ", found " + instruction.opcode() + ")");
        }
        List<PtxOperand> operands = instruction.operands();
        int most = signature.roles().size();
        if (operands.size() < signature.required() || operands.size() > most) {
            String expected = signature.required() == most ? "" + most : signature.required() + " to " + most;
            throw fail(instruction, operands.size() + " operands (expected " + expected + ")");
        }
        for (int i = 0; i < operands.size(); i++) {
            operand(instruction, i, operands.get(i), signature.roles().get(i));
        }
    }

    private PtxSignature signature(PtxMnemonic name) {
        return name.opcode() == PtxOpcode.UNKNOWN
                ? PtxSignature.ofFunction(functions.apply(name))
                : PtxSignature.of(name);
    }

    private void operand(PtxInstruction instruction, int index, PtxOperand operand, Role role) {
        switch (role.kind()) {
            case RESULT -> result(instruction, index, operand, role);
            case SOURCE -> value(instruction, index, operand, role);
            case SOURCE_OR_VECTOR -> {
                if (operand instanceof PtxOperand.Vector vector) {
                    elements(instruction, index, vector, role);
                } else {
                    value(instruction, index, operand, role);
                }
            }
            case ADDRESS -> address(instruction, index, operand);
            case CONSTANT -> constant(instruction, index, operand, role);
            case LABEL -> label(instruction, index, operand);
        }
    }

    private void result(PtxInstruction instruction, int index, PtxOperand operand, Role role) {
        if (operand instanceof PtxOperand.Special special) {
            throw fail(
                    instruction,
                    "special register '" + special.name() + "' is read-only (expected a declared register as result,"
                            + " found it)");
        }
        if (operand instanceof PtxOperand.Pair pair && role.pair()) {
            result(instruction, index, pair.first(), role);
            result(instruction, index, pair.second(), Role.result(PtxType.PRED));
        } else if (operand instanceof PtxOperand.Vector vector && role.lanes() != 1) {
            elements(instruction, index, vector, role);
        } else if (operand instanceof PtxOperand.Register && role.lanes() > 1) {
            throw fail(instruction, "operand " + (index + 1) + " is one register (expected " + role.lanes() + ")");
        } else if (operand instanceof PtxOperand.Register register) {
            fits(instruction, index, register, role);
        } else if (!(operand instanceof PtxOperand.Sink)) {
            throw fail(instruction, "expected a register as result, found " + shown(operand));
        }
    }

    private void elements(PtxInstruction instruction, int index, PtxOperand.Vector vector, Role role) {
        int lanes = vector.elements().size();
        if (role.lanes() > 0 && lanes != role.lanes()) {
            throw fail(instruction, "has " + lanes + " elements (expected " + role.lanes() + ")");
        }
        PtxType type = role.type();
        if (role.lanes() == 0) {
            int bytes = role.type().bytes / lanes;
            type = role.type().bytes % lanes != 0 ? null : bytes == 4 ? PtxType.B32 : bytes == 2 ? PtxType.B16 : null;
            type = bytes == 1 && (lanes == 2 || lanes == 4) ? PtxType.B8 : type;
            if (type == null || lanes < 2) {
                throw fail(
                        instruction,
                        "operand " + (index + 1) + " has " + lanes + " elements, which do not make up a "
                                + role.type().written() + " (expected 2 or 4 of 8, 16 or 32 bits, found " + lanes
                                + ")");
            }
        }
        Role each = new Role(role.kind(), type, role.wider() || type == PtxType.B8, false, 1);
        for (PtxOperand element : vector.elements()) {
            if (element instanceof PtxOperand.Vector) {
                throw fail(instruction, "vector inside of a vector (expected a register, found a vector)");
            }
            if (role.kind() == Role.Kind.RESULT) {
                result(instruction, index, element, each);
            } else {
                value(instruction, index, element, each);
            }
        }
    }

    private void value(PtxInstruction instruction, int index, PtxOperand operand, Role role) {
        PtxType type = role.type();
        if (operand instanceof PtxOperand.Register register) {
            fits(instruction, index, register, role);
        } else if (operand instanceof PtxOperand.Immediate immediate) {
            immediate(instruction, index, immediate, role);
        } else if (operand instanceof PtxOperand.Special special) {
            special(instruction, index, special, type);
        } else if (operand instanceof PtxOperand.Negated negated && type == PtxType.PRED) {
            value(instruction, index, negated.predicate(), role);
        } else if (operand instanceof PtxOperand.Symbol symbol) {
            if (type.bytes < 4 || type.floating() || !role.symbol()) {
                throw fail(
                        instruction,
                        "operand " + (index + 1) + " is the address of '" + symbol.name()
                                + "' (expected a register or number, found an address; mov makes it a value)");
            }
        } else {
            throw fail(
                    instruction,
                    "operand " + (index + 1) + " is " + shown(operand) + " (expected a register or number of type "
                            + type.written() + ")");
        }
    }

    private void special(PtxInstruction instruction, int index, PtxOperand.Special special, PtxType type) {
        boolean constant = special.name().equals("WARP_SZ");
        if (!constant && !instruction.base().takesSpecial()) {
            throw fail(
                    instruction,
                    "special register '" + special.name() + "' is not allowed here (expected a declared register;"
                            + " mov copies it, found the special one)");
        }
        boolean wide = WIDE_SPECIAL.contains(special.name());
        if (!constant && (type.floating() || type == PtxType.PRED || type.bytes > (wide ? 8 : 4))) {
            throw fail(
                    instruction,
                    "operand " + (index + 1) + ", '" + special.name() + "', does not fit (expected " + type.written()
                            + ", found " + (wide ? ".u64" : ".u32") + ")");
        }
    }

    private void immediate(PtxInstruction instruction, int index, PtxOperand.Immediate number, Role role) {
        PtxType type = role.type();
        boolean real = number.floatBytes() != 0;
        boolean untyped = type == PtxType.B16 || type == PtxType.B32 || type == PtxType.B64;
        boolean halves = type.half() || type == PtxType.TF32;
        if (real ? !type.floating() && !untyped && !halves : type.floating()) {
            throw fail(
                    instruction,
                    "operand " + (index + 1) + " is " + (real ? "a float" : "an integer") + " (expected "
                            + (real ? "an integer" : "a float such as 0f3F800000 or 1.0") + " for "
                            + type.written() + ", found " + shown(number) + ")");
        }
        if (!real && type != PtxType.PRED && !PtxImmediates.fits(number.bits(), type.bytes)) {
            throw fail(
                    instruction,
                    "operand " + (index + 1) + " is out of range for " + type.written() + " (expected "
                            + PtxImmediates.range(type.bytes) + ", found " + number.bits() + ")");
        }
    }

    private void address(PtxInstruction instruction, int index, PtxOperand operand) {
        if (!(operand instanceof PtxOperand.Address address)) {
            throw fail(
                    instruction, "expected an address [...] as operand " + (index + 1) + ", found " + shown(operand));
        }
        boolean register = address.base() instanceof PtxOperand.Register base
                && base.type().bytes >= 4
                && !base.type().floating()
                && !base.type().half();
        boolean symbol = address.base() instanceof PtxOperand.Symbol named && named.offset() == 0;
        boolean number = address.base() instanceof PtxOperand.Immediate immediate && immediate.floatBytes() == 0;
        if (!register && !symbol && !number) {
            throw fail(
                    instruction,
                    "the address is " + shown(address.base())
                            + " (expected a variable or an integer register of 32 or 64 bits)");
        }
    }

    private void constant(PtxInstruction instruction, int index, PtxOperand operand, Role role) {
        boolean fits = operand instanceof PtxOperand.Immediate number
                && number.floatBytes() == 0
                && number.bits() >= 0
                && number.bits() <= role.lanes();
        if (!fits) {
            throw fail(
                    instruction,
                    "operand " + (index + 1) + " is no constant that fits (expected a number from 0 to " + role.lanes()
                            + ", found " + shown(operand) + ")");
        }
    }

    private void label(PtxInstruction instruction, int index, PtxOperand operand) {
        if (!(operand instanceof PtxOperand.Symbol symbol) || symbol.offset() != 0) {
            throw fail(
                    instruction,
                    "operand " + (index + 1) + " is no label (expected the name of one, found " + shown(operand) + ")");
        }
    }

    private void fits(PtxInstruction instruction, int index, PtxOperand.Register register, Role role) {
        if (!PtxSignature.fits(register.type(), role)) {
            int mark = register.name().lastIndexOf('#');
            throw fail(
                    instruction,
                    "operand " + (index + 1) + ", '" + register.name().substring(0, mark)
                            + "', has the wrong type (expected " + role.type().written()
                            + (role.wider() ? " or wider" : " or untyped of that size") + ", found "
                            + register.type().written() + ")");
        }
    }

    private static String shown(PtxOperand operand) {
        if (operand instanceof PtxOperand.Register register) {
            return "'" + register.name().substring(0, register.name().lastIndexOf('#')) + "'";
        }
        if (operand instanceof PtxOperand.Special special) {
            return "'" + special.name() + "'";
        }
        if (operand instanceof PtxOperand.Symbol symbol) {
            return "'" + symbol.name() + "'";
        }
        if (operand instanceof PtxOperand.Immediate number) {
            return switch (number.floatBytes()) {
                case 4 -> "" + Float.intBitsToFloat((int) number.bits());
                case 8 -> "" + Double.longBitsToDouble(number.bits());
                default -> "" + number.bits();
            };
        }
        return "a"
                + (operand instanceof PtxOperand.Address
                        ? "n address [...]"
                        : switch (operand.getClass().getSimpleName()) {
                            case "Vector" -> " vector {...}";
                            case "Pair" -> " pair of registers";
                            case "Negated" -> " negated predicate";
                            case "Sink" -> " result that is not wanted (_)";
                            default -> " list of arguments";
                        });
    }

    private PtxException fail(PtxInstruction instruction, String reason) {
        return new PtxException(
                module.name() + ":" + instruction.line() + ":" + instruction.column() + ": " + instruction.opcode()
                        + ": " + reason,
                null);
    }
}
