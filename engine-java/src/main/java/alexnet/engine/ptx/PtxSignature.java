package alexnet.engine.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The operands that an instruction takes, as far as its name tells.
 *
 * @param required how many of the roles must be there; those behind may be left out
 */
record PtxSignature(List<Role> roles, int required) {

    /** An instruction whose operands are checked elsewhere, or that nobody knows. */
    static final PtxSignature UNKNOWN = new PtxSignature(List.of(), 0);

    /** A transfer of control with modifiers that it does not have. */
    static final PtxSignature NO_FORM = new PtxSignature(List.of(), 1);

    /** Which operands an opcode takes, apart from what modifiers and types add. */
    enum Shape {
        /** A result and one operand of one type; so with two and three operands. */
        UNARY,
        BINARY,
        TERNARY,
        /** A 32-bit number of what is counted or found in an operand. */
        COUNT,
        /** A value and a 32-bit distance. */
        SHIFT,
        /** Two factors, and a result that {@code .wide} makes twice as wide; so with an addend. */
        MULTIPLY,
        MULTIPLY_ADD,
        /** A value, and 32-bit position and length of a field in it; so with a value to put in. */
        EXTRACT,
        INSERT,
        /** Two values and a 32-bit number that chooses among their bytes or bits. */
        PERMUTE,
        /** Three values and a truth table. */
        LOGIC,
        /** Vectors of small integers in 32-bit words, and a sum. */
        DOT,
        SELECT,
        SIGN_SELECT,
        SET,
        SET_PREDICATE,
        TEST,
        MOVE,
        CONVERT_ADDRESS,
        CONVERT,
        LOAD,
        STORE,
        ATOMIC,
        REDUCTION,
        SHUFFLE,
        VOTE,
        /** A result alone. */
        MASK,
        LABEL,
        LABELS,
        NONE,
        /** Checked where the instruction is translated. */
        UNCHECKED
    }

    /**
     * What one operand has to be.
     *
     * @param wider true where the register may be wider than the type (ld, st, cvt)
     * @param pair true where a second result, a predicate, may follow behind a bar
     * @param lanes elements of a vector; 0 where a vector makes up one value of the type; of a CONSTANT the largest value
     */
    record Role(Kind kind, PtxType type, boolean wider, boolean pair, int lanes) {

        enum Kind {
            RESULT,
            SOURCE,
            SOURCE_OR_VECTOR,
            ADDRESS,
            CONSTANT,
            LABEL
        }

        static Role result(PtxType type) {
            return new Role(Kind.RESULT, type, false, false, 1);
        }

        static Role pair(PtxType type) {
            return new Role(Kind.RESULT, type, false, true, 1);
        }

        static Role source(PtxType type) {
            return new Role(Kind.SOURCE, type, false, false, 1);
        }

        static Role constant(int most) {
            return new Role(Kind.CONSTANT, PtxType.U32, false, false, most);
        }

        /** True where the address of a variable or function may stand: ptxas takes it in integer arithmetic too. */
        boolean symbol() {
            return kind == Kind.SOURCE_OR_VECTOR || kind == Kind.SOURCE;
        }
    }

    private static final Role LABEL = new Role(Role.Kind.LABEL, PtxType.B64, false, false, 1);
    private static final Role ADDRESS = new Role(Role.Kind.ADDRESS, PtxType.B64, false, false, 1);

    /** The full names of the opcodes that have these few only: all transfers of control but calls and barriers. */
    static List<String> transfers() {
        return Arrays.stream(PtxOpcode.values())
                .flatMap(opcode -> opcode.forms().stream())
                .toList();
    }

    /** The operands of an instruction by its full name. */
    static PtxSignature of(PtxMnemonic name) {
        List<String> forms = name.opcode().forms();
        if (!forms.isEmpty() && !forms.contains(name.text())) {
            return NO_FORM;
        }
        return switch (name.opcode().shape()) {
            case LABEL -> new PtxSignature(List.of(LABEL), 1);
            case LABELS -> new PtxSignature(List.of(Role.source(PtxType.U32), LABEL), 2);
            case NONE -> new PtxSignature(List.of(), 0);
            case UNCHECKED -> UNKNOWN;
            default -> typed(name);
        };
    }

    /** The operands of a lane function: the types of its result and of what it reads; none where it is not known. */
    static PtxSignature ofFunction(List<PtxType> types) {
        return types.isEmpty()
                ? UNKNOWN
                : values(types.get(0), types.subList(1, types.size()).toArray(PtxType[]::new));
    }

    /** The operands of an instruction whose name ends with a type. */
    private static PtxSignature typed(PtxMnemonic name) {
        List<PtxType> types = new ArrayList<>();
        int lanes = 1;
        for (String modifier : name.modifiers()) {
            PtxType type = PtxType.named(modifier);
            if (type != null) {
                types.add(type);
            } else if (modifier.equals("v2")) {
                lanes = 2;
            } else if (modifier.equals("v4")) {
                lanes = 4;
            }
        }
        if (PtxType.named(name.lastModifier()) == null) {
            return UNKNOWN;
        }
        PtxType last = types.get(types.size() - 1);
        PtxType before = types.size() > 1 ? types.get(types.size() - 2) : last;
        return typed(name, types.size(), last, before, lanes);
    }

    private static PtxSignature typed(PtxMnemonic name, int types, PtxType type, PtxType before, int lanes) {
        Shape shape = name.opcode().shape();
        boolean fits = switch (shape) {
            case DOT, SIGN_SELECT, SET -> types == 2;
            case LOGIC, MOVE -> name.modifiers().size() == 1;
            case CONVERT -> name.starts("pack") || types == 2;
            case ATOMIC, REDUCTION -> types == 1 && lanes == 1;
            case SHUFFLE, VOTE, MASK -> true;
            default -> types == 1;
        };
        if (!fits) {
            return UNKNOWN;
        }
        PtxType wide = wide(name, type);
        return switch (shape) {
            case UNARY, CONVERT_ADDRESS -> values(type, type);
            case BINARY -> values(type, type, type);
            case TERNARY -> values(type, type, type, type);
            case COUNT -> values(PtxType.U32, type);
            case SHIFT -> values(type, type, PtxType.U32);
            case MULTIPLY -> values(wide, type, type);
            case MULTIPLY_ADD -> values(wide, type, type, wide);
            case EXTRACT -> values(type, type, PtxType.U32, PtxType.U32);
            case INSERT -> values(type, type, type, PtxType.U32, PtxType.U32);
            case PERMUTE -> values(type, type, type, PtxType.U32);
            case LOGIC -> logic(type);
            case DOT -> values(PtxType.U32, PtxType.B32, PtxType.B32, PtxType.U32);
            case SELECT -> values(type, type, type, PtxType.PRED);
            case SIGN_SELECT -> values(before, before, before, type);
            case SET -> optional(values(before, type, type, PtxType.PRED));
            case SET_PREDICATE -> compare(name, type);
            case TEST -> values(PtxType.PRED, type);
            case MOVE -> move(type);
            case CONVERT -> name.starts("pack") ? pack(type) : convert(before, type);
            case LOAD -> load(type, lanes);
            case STORE -> store(type, lanes);
            case ATOMIC, REDUCTION -> atomic(name, type);
            case SHUFFLE -> shuffle(name, type);
            case VOTE ->
                name.modifiers().size() == 3 && name.starts("sync") ? values(type, PtxType.PRED, PtxType.U32) : UNKNOWN;
            case MASK -> new PtxSignature(List.of(Role.result(type)), 1);
            case LABEL, LABELS, NONE, UNCHECKED -> UNKNOWN;
        };
    }

    /** A result and sources of these types. */
    private static PtxSignature values(PtxType result, PtxType... sources) {
        List<Role> roles = new ArrayList<>();
        roles.add(Role.result(result));
        for (PtxType source : sources) {
            roles.add(Role.source(source));
        }
        return new PtxSignature(roles, roles.size());
    }

    /** The same with the last operand left out or not. */
    private static PtxSignature optional(PtxSignature all) {
        return new PtxSignature(all.roles, all.required - 1);
    }

    private static PtxType wide(PtxMnemonic name, PtxType type) {
        if (!name.starts("wide")) {
            return type;
        }
        return switch (type) {
            case S16 -> PtxType.S32;
            case U16 -> PtxType.U32;
            case S32 -> PtxType.S64;
            case U32 -> PtxType.U64;
            default -> type;
        };
    }

    private static PtxSignature logic(PtxType type) {
        return new PtxSignature(
                List.of(Role.result(type), Role.source(type), Role.source(type), Role.source(type), Role.constant(255)),
                5);
    }

    private static PtxSignature compare(PtxMnemonic name, PtxType type) {
        List<Role> roles = new ArrayList<>(List.of(Role.pair(PtxType.PRED), Role.source(type), Role.source(type)));
        boolean combined = name.modifiers().size() > 1
                && Set.of("and", "or", "xor").contains(name.modifiers().get(1));
        if (combined) {
            roles.add(Role.source(PtxType.PRED));
        }
        return type.packed() ? UNKNOWN : new PtxSignature(roles, roles.size());
    }

    private static PtxSignature move(PtxType type) {
        Role result = new Role(Role.Kind.RESULT, type, false, false, 0);
        return new PtxSignature(List.of(result, new Role(Role.Kind.SOURCE_OR_VECTOR, type, false, false, 0)), 2);
    }

    private static PtxSignature convert(PtxType to, PtxType from) {
        Role source = new Role(Role.Kind.SOURCE, from, true, false, 1);
        Role result = new Role(Role.Kind.RESULT, to, true, false, 1);
        boolean two = to.packed() && from == PtxType.F32;
        return two
                ? new PtxSignature(List.of(result, source, source), 3)
                : new PtxSignature(List.of(result, source), 2);
    }

    /** {@code cvt.pack}: two numbers, and a third to be pushed up where the form ends with its type. */
    private static PtxSignature pack(PtxType last) {
        return last == PtxType.B32
                ? values(PtxType.B32, PtxType.S32, PtxType.S32, PtxType.B32)
                : values(PtxType.B32, PtxType.S32, PtxType.S32);
    }

    private static PtxSignature load(PtxType type, int lanes) {
        return new PtxSignature(List.of(new Role(Role.Kind.RESULT, type, true, false, lanes), ADDRESS), 2);
    }

    private static PtxSignature store(PtxType type, int lanes) {
        Role.Kind kind = lanes > 1 ? Role.Kind.SOURCE_OR_VECTOR : Role.Kind.SOURCE;
        return new PtxSignature(List.of(ADDRESS, new Role(kind, type, true, false, lanes)), 2);
    }

    private static PtxSignature atomic(PtxMnemonic name, PtxType type) {
        if (name.has("async") || name.has("cluster")) {
            return UNKNOWN;
        }
        List<Role> roles = new ArrayList<>();
        if (name.result() == 0) {
            roles.add(Role.result(type));
        }
        roles.add(ADDRESS);
        roles.add(Role.source(type));
        if (name.has("cas")) {
            roles.add(Role.source(type));
        }
        return new PtxSignature(roles, roles.size());
    }

    private static PtxSignature shuffle(PtxMnemonic name, PtxType type) {
        boolean sync = name.modifiers().size() == 3 && name.starts("sync");
        List<Role> roles = new ArrayList<>(List.of(Role.pair(type), Role.source(type)));
        for (int i = 0; i < 3; i++) {
            roles.add(Role.source(PtxType.U32));
        }
        return sync ? new PtxSignature(roles, roles.size()) : UNKNOWN;
    }

    /** True where a register can stand for a value of the role's type. */
    static boolean fits(PtxType register, Role role) {
        PtxType type = role.type();
        if (register == type) {
            return true;
        }
        if (register == PtxType.PRED || type == PtxType.PRED) {
            return false;
        }
        boolean real = floatingPoint(register);
        boolean size = role.wider() ? register.bytes >= type.bytes : register.bytes == type.bytes;
        return size && (untyped(register) || untyped(type) || !real && !floatingPoint(type));
    }

    private static boolean floatingPoint(PtxType type) {
        return type.floating() || type.half() || type == PtxType.TF32;
    }

    private static boolean untyped(PtxType type) {
        return type == PtxType.B8 || type == PtxType.B16 || type == PtxType.B32 || type == PtxType.B64;
    }
}
