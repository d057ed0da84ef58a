package alexnet.engine.ptx;

import static alexnet.engine.ptx.PtxOpcode.Kind.ADDRESS_TEST;
import static alexnet.engine.ptx.PtxOpcode.Kind.ARITHMETIC;
import static alexnet.engine.ptx.PtxOpcode.Kind.ARRIVAL_BARRIER;
import static alexnet.engine.ptx.PtxOpcode.Kind.ASYNC_COPY;
import static alexnet.engine.ptx.PtxOpcode.Kind.COMPARE;
import static alexnet.engine.ptx.PtxOpcode.Kind.CONVERT;
import static alexnet.engine.ptx.PtxOpcode.Kind.LOAD;
import static alexnet.engine.ptx.PtxOpcode.Kind.MOVE;
import static alexnet.engine.ptx.PtxOpcode.Kind.SELECT;
import static alexnet.engine.ptx.PtxOpcode.Kind.WARP;

import alexnet.engine.ptx.PtxSignature.Shape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The opcode table: an instruction's name without modifiers, its kind and the operands that it takes (PTX ISA 7.0,
 * Instruction Set). All that depends on what an instruction is asks here.
 *
 * <p>A lane instruction need not be here: one that only the emulator's table of lane functions has is {@link #UNKNOWN},
 * which stands for a result and operands after it.
 */
public enum PtxOpcode {
    ADD(ARITHMETIC, Shape.BINARY, Trait.CARRY_OUT),
    SUB(ARITHMETIC, Shape.BINARY, Trait.CARRY_OUT),
    MUL(ARITHMETIC, Shape.MULTIPLY),
    MAD(ARITHMETIC, Shape.MULTIPLY_ADD, Trait.CARRY_OUT),
    FMA(ARITHMETIC, Shape.TERNARY),
    DIV(ARITHMETIC, Shape.BINARY),
    REM(ARITHMETIC, Shape.BINARY),
    ABS(ARITHMETIC, Shape.UNARY),
    NEG(ARITHMETIC, Shape.UNARY),
    MIN(ARITHMETIC, Shape.BINARY),
    MAX(ARITHMETIC, Shape.BINARY),
    SQRT(ARITHMETIC, Shape.UNARY),
    RSQRT(ARITHMETIC, Shape.UNARY),
    RCP(ARITHMETIC, Shape.UNARY),
    SIN(ARITHMETIC, Shape.UNARY),
    COS(ARITHMETIC, Shape.UNARY),
    EX2(ARITHMETIC, Shape.UNARY),
    LG2(ARITHMETIC, Shape.UNARY),
    TANH(ARITHMETIC, Shape.UNARY),
    COPYSIGN(ARITHMETIC, Shape.BINARY),
    AND(ARITHMETIC, Shape.BINARY),
    OR(ARITHMETIC, Shape.BINARY),
    XOR(ARITHMETIC, Shape.BINARY),
    NOT(ARITHMETIC, Shape.UNARY),
    CNOT(ARITHMETIC, Shape.UNARY),
    SHL(ARITHMETIC, Shape.SHIFT),
    SHR(ARITHMETIC, Shape.SHIFT),
    SHF(ARITHMETIC, Shape.PERMUTE),
    LOP3(ARITHMETIC, Shape.LOGIC),
    POPC(ARITHMETIC, Shape.COUNT),
    CLZ(ARITHMETIC, Shape.COUNT),
    BFIND(ARITHMETIC, Shape.COUNT),
    BREV(ARITHMETIC, Shape.UNARY),
    BFE(ARITHMETIC, Shape.EXTRACT),
    BFI(ARITHMETIC, Shape.INSERT),
    PRMT(ARITHMETIC, Shape.PERMUTE),
    MUL24(ARITHMETIC, Shape.BINARY),
    MAD24(ARITHMETIC, Shape.TERNARY),
    SAD(ARITHMETIC, Shape.TERNARY),
    DP4A(ARITHMETIC, Shape.DOT),
    DP2A(ARITHMETIC, Shape.DOT),
    ADDC(ARITHMETIC, Shape.BINARY, Trait.CARRY_IN, Trait.CARRY_OUT),
    SUBC(ARITHMETIC, Shape.BINARY, Trait.CARRY_IN, Trait.CARRY_OUT),
    MADC(ARITHMETIC, Shape.MULTIPLY_ADD, Trait.CARRY_IN, Trait.CARRY_OUT),

    CVT(CONVERT, Shape.CONVERT, Trait.READS_FIRST, Trait.TAKES_SPECIAL),
    SETP(COMPARE, Shape.SET_PREDICATE, Trait.READS_FIRST),
    SET(COMPARE, Shape.SET),
    TESTP(COMPARE, Shape.TEST),
    SELP(SELECT, Shape.SELECT, Trait.READS_FIRST),
    SLCT(SELECT, Shape.SIGN_SELECT),
    MOV(MOVE, Shape.MOVE, Trait.READS_FIRST, Trait.TAKES_SPECIAL),
    CVTA(MOVE, Shape.CONVERT_ADDRESS, Trait.READS_FIRST),
    ISSPACEP(ADDRESS_TEST, Shape.UNCHECKED),

    LD(LOAD, Shape.LOAD),
    LDU(LOAD, Shape.LOAD),
    ST(Kind.STORE, Shape.STORE),
    PREFETCH(Kind.PREFETCH, Shape.UNCHECKED),
    PREFETCHU(Kind.PREFETCH, Shape.UNCHECKED),
    ATOM(Kind.ATOMIC, Shape.ATOMIC),
    RED(Kind.REDUCTION, Shape.REDUCTION),
    CP(ASYNC_COPY, Shape.UNCHECKED),
    LDMATRIX(Kind.MATRIX_LOAD, Shape.UNCHECKED),

    BAR(Kind.BARRIER, Shape.UNCHECKED),
    BARRIER(Kind.BARRIER, Shape.UNCHECKED),
    MBARRIER(ARRIVAL_BARRIER, Shape.UNCHECKED),
    MEMBAR(Kind.FENCE, Shape.UNCHECKED),
    FENCE(Kind.FENCE, Shape.UNCHECKED),
    NANOSLEEP(Kind.WAIT, Shape.UNCHECKED),

    SHFL(WARP, Shape.SHUFFLE),
    VOTE(WARP, Shape.VOTE),
    MATCH(WARP, Shape.UNCHECKED),
    REDUX(WARP, Shape.UNCHECKED),
    ACTIVEMASK(WARP, Shape.MASK),
    MMA(Kind.MATRIX_MULTIPLY, Shape.UNCHECKED),

    BRA(Kind.BRANCH, Shape.LABEL, List.of("bra", "bra.uni")),
    BRX(Kind.INDEXED_BRANCH, Shape.LABELS, List.of("brx.idx", "brx.idx.uni")),
    CALL(Kind.CALL, Shape.UNCHECKED),
    EXIT(Kind.EXIT, Shape.NONE, List.of("exit")),
    RET(Kind.RETURN, Shape.NONE, List.of("ret", "ret.uni")),
    TRAP(Kind.TRAP, Shape.NONE, List.of("trap")),

    /** Every name that is not here. */
    UNKNOWN(Kind.UNKNOWN, Shape.UNCHECKED);

    /** What sort of instruction it is; where this decides something, a switch without a default does. */
    public enum Kind {
        /** A result in a lane that is computed from operands in that lane: integer, logic and floating point. */
        ARITHMETIC,
        CONVERT,
        /** {@code setp}, {@code set}, {@code testp}. */
        COMPARE,
        /** {@code selp}, {@code slct}. */
        SELECT,
        /** {@code mov} and {@code cvta}. */
        MOVE,
        /** {@code isspacep}: whether a generic address lies in a state space. */
        ADDRESS_TEST,
        LOAD,
        STORE,
        PREFETCH,
        ATOMIC,
        /** {@code red}: an atomic operation without a result. */
        REDUCTION,
        /** {@code cp.async} and the waiting for it. */
        ASYNC_COPY,
        /** {@code ldmatrix}. */
        MATRIX_LOAD,
        /** {@code bar} and {@code barrier}, those of a warp's threads too. */
        BARRIER,
        /** {@code mbarrier}: a barrier that is an object in shared memory. */
        ARRIVAL_BARRIER,
        FENCE,
        /** {@code nanosleep}. */
        WAIT,
        /** Exchange within a warp. */
        WARP,
        MATRIX_MULTIPLY,
        BRANCH,
        INDEXED_BRANCH,
        CALL,
        RETURN,
        EXIT,
        TRAP,
        UNKNOWN;

        /** True for instructions after which other code than what follows them may run, or other threads first. */
        public boolean endsBasicBlock() {
            return leaves() || this == BARRIER;
        }

        /** True for control transfers that, without a predicate, never go on with what follows them. */
        public boolean leaves() {
            return switch (this) {
                case BRANCH, INDEXED_BRANCH, CALL, RETURN, EXIT -> true;
                case ARITHMETIC,
                        CONVERT,
                        COMPARE,
                        SELECT,
                        MOVE,
                        ADDRESS_TEST,
                        LOAD,
                        STORE,
                        PREFETCH,
                        ATOMIC,
                        REDUCTION,
                        ASYNC_COPY,
                        MATRIX_LOAD,
                        BARRIER,
                        ARRIVAL_BARRIER,
                        FENCE,
                        WAIT,
                        WARP,
                        MATRIX_MULTIPLY,
                        TRAP,
                        UNKNOWN -> false;
            };
        }

        /** True for instructions that write memory at once: an asynchronous copy writes later. */
        public boolean writesMemory() {
            return this == STORE || this == ATOMIC || this == REDUCTION;
        }
    }

    private enum Trait {
        /** Reads the carry flag. */
        CARRY_IN,
        /** Writes the carry flag where it has {@code .cc}. */
        CARRY_OUT,
        /** A lane's operands are all read before its result is written, so that one may take the other's place. */
        READS_FIRST,
        /** Special registers may stand as its operands (ptxas: "not allowed for instruction" elsewhere). */
        TAKES_SPECIAL
    }

    private static final Map<String, PtxOpcode> BY_TEXT = Arrays.stream(values())
            .filter(opcode -> opcode.kind != Kind.UNKNOWN)
            .collect(Collectors.toUnmodifiableMap(PtxOpcode::text, opcode -> opcode));

    private final String text = name().toLowerCase(Locale.ROOT);
    private final Kind kind;
    private final Shape shape;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final List<String> forms;

    PtxOpcode(Kind kind, Shape shape, Trait... traits) {
        this(kind, shape, List.of());
        this.traits.addAll(List.of(traits));
    }

    PtxOpcode(Kind kind, Shape shape, List<String> forms) {
        this.kind = kind;
        this.shape = shape;
        this.forms = forms;
    }

    /** The opcode of that name, {@link #UNKNOWN} where there is none. */
    public static PtxOpcode of(String text) {
        return BY_TEXT.getOrDefault(text, UNKNOWN);
    }

    /** The name in PTX, such as {@code bra}. */
    public String text() {
        return text;
    }

    public Kind kind() {
        return kind;
    }

    /** Which operands it takes. */
    Shape shape() {
        return shape;
    }

    /** All full names with modifiers that it has, where the operand check holds it to them; else nothing. */
    List<String> forms() {
        return forms;
    }

    boolean takesSpecial() {
        return traits.contains(Trait.TAKES_SPECIAL);
    }

    /** Whether a lane's operands are all read before its result is written. */
    public boolean readsFirst() {
        return traits.contains(Trait.READS_FIRST);
    }

    boolean carryIn() {
        return traits.contains(Trait.CARRY_IN);
    }

    boolean carryOut() {
        return traits.contains(Trait.CARRY_OUT);
    }
}
