package alexnet.engine.ptx;

import java.util.ArrayList;
import java.util.List;

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

    /** All transfers of control but calls and barriers. */
    static final List<String> TRANSFERS =
            List.of("bra", "bra.uni", "brx.idx", "brx.idx.uni", "exit", "ret", "ret.uni", "trap");

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

    /** The operands of an instruction by its full name. */
    static PtxSignature of(String opcode) {
        String[] parts = opcode.split("\\.");
        switch (parts[0]) {
            case "ret", "exit", "trap", "bra", "brx" -> {
                return transfer(opcode);
            }
            default -> {}
        }
        List<PtxType> types = new ArrayList<>();
        int lanes = 1;
        for (int i = 1; i < parts.length; i++) {
            PtxType type = PtxType.named(parts[i]);
            if (type != null) {
                types.add(type);
            } else if (parts[i].equals("v2")) {
                lanes = 2;
            } else if (parts[i].equals("v4")) {
                lanes = 4;
            }
        }
        PtxType last = types.isEmpty() ? null : types.get(types.size() - 1);
        if (last == null || PtxType.named(parts[parts.length - 1]) == null) {
            return UNKNOWN;
        }
        PtxType before = types.size() > 1 ? types.get(types.size() - 2) : last;
        return of(parts, types.size(), last, before, lanes);
    }

    private static PtxSignature transfer(String opcode) {
        if (!TRANSFERS.contains(opcode)) {
            return NO_FORM;
        }
        return switch (opcode) {
            case "bra", "bra.uni" -> new PtxSignature(List.of(LABEL), 1);
            case "brx.idx", "brx.idx.uni" -> new PtxSignature(List.of(Role.source(PtxType.U32), LABEL), 2);
            default -> new PtxSignature(List.of(), 0);
        };
    }

    private static PtxSignature of(String[] parts, int types, PtxType type, PtxType before, int lanes) {
        boolean one = types == 1;
        return switch (parts[0]) {
            case "neg", "abs", "not", "cnot", "sqrt", "rcp", "rsqrt", "sin", "cos", "lg2", "ex2", "tanh", "brev" ->
                one ? values(type, type) : UNKNOWN;
            case "popc", "clz", "bfind" -> one ? values(PtxType.U32, type) : UNKNOWN;
            case "add", "sub", "addc", "subc", "div", "rem", "min", "max", "and", "or", "xor", "copysign", "mul24" ->
                one ? values(type, type, type) : UNKNOWN;
            case "shl", "shr" -> one ? values(type, type, PtxType.U32) : UNKNOWN;
            case "mul" -> one ? values(wide(parts, type), type, type) : UNKNOWN;
            case "mad", "madc" -> one ? values(wide(parts, type), type, type, wide(parts, type)) : UNKNOWN;
            case "fma", "mad24", "sad" -> one ? values(type, type, type, type) : UNKNOWN;
            case "bfe" -> one ? values(type, type, PtxType.U32, PtxType.U32) : UNKNOWN;
            case "bfi" -> one ? values(type, type, type, PtxType.U32, PtxType.U32) : UNKNOWN;
            case "prmt", "shf" -> one ? values(type, type, type, PtxType.U32) : UNKNOWN;
            case "lop3" -> one && parts.length == 2 ? logic(type) : UNKNOWN;
            case "dp4a", "dp2a" -> types == 2 ? values(PtxType.U32, PtxType.B32, PtxType.B32, PtxType.U32) : UNKNOWN;
            case "selp" -> one ? values(type, type, type, PtxType.PRED) : UNKNOWN;
            case "slct" -> types == 2 ? values(before, before, before, type) : UNKNOWN;
            case "set" -> types == 2 ? optional(values(before, type, type, PtxType.PRED)) : UNKNOWN;
            case "setp" -> one ? compare(parts, type) : UNKNOWN;
            case "testp" -> one ? values(PtxType.PRED, type) : UNKNOWN;
            case "mov" -> one && parts.length == 2 ? move(type) : UNKNOWN;
            case "cvta" -> one ? values(type, type) : UNKNOWN;
            case "cvt" -> parts[1].equals("pack") ? pack(type) : types == 2 ? convert(before, type) : UNKNOWN;
            case "ld", "ldu" -> one ? load(type, lanes) : UNKNOWN;
            case "st" -> one ? store(type, lanes) : UNKNOWN;
            case "atom", "red" -> one && lanes == 1 ? atomic(parts, type) : UNKNOWN;
            case "shfl" -> shuffle(parts, type);
            case "vote" ->
                parts.length == 4 && parts[1].equals("sync") ? values(type, PtxType.PRED, PtxType.U32) : UNKNOWN;
            case "activemask" -> new PtxSignature(List.of(Role.result(type)), 1);
            default -> UNKNOWN;
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

    private static PtxType wide(String[] parts, PtxType type) {
        boolean wide = parts.length > 1 && parts[1].equals("wide");
        if (!wide) {
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

    private static PtxSignature compare(String[] parts, PtxType type) {
        List<Role> roles = new ArrayList<>(List.of(Role.pair(PtxType.PRED), Role.source(type), Role.source(type)));
        boolean combined =
                parts.length > 2 && (parts[2].equals("and") || parts[2].equals("or") || parts[2].equals("xor"));
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

    private static PtxSignature atomic(String[] parts, PtxType type) {
        List<String> names = List.of(parts);
        if (names.contains("async") || names.contains("cluster")) {
            return UNKNOWN;
        }
        List<Role> roles = new ArrayList<>();
        if (parts[0].equals("atom")) {
            roles.add(Role.result(type));
        }
        roles.add(ADDRESS);
        roles.add(Role.source(type));
        if (names.contains("cas")) {
            roles.add(Role.source(type));
        }
        return new PtxSignature(roles, roles.size());
    }

    private static PtxSignature shuffle(String[] parts, PtxType type) {
        boolean sync = parts.length == 4 && parts[1].equals("sync");
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
