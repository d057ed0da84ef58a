package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.Locale;

/**
 * {@code atom} and {@code red} on integers: lanes in ascending order, atomic towards other blocks. Results that depend
 * on the order of blocks are the kernel's own choice.
 */
final class AtomicOp extends Op {

    enum Kind {
        ADD,
        AND,
        OR,
        XOR,
        EXCH,
        CAS,
        MIN,
        MAX,
        INC,
        DEC;

        static Kind named(String name) {
            for (Kind kind : values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return kind;
                }
            }
            return null;
        }
    }

    private final int space;
    private final PtxType type;
    private final Kind kind;
    private final int target;
    private final Place address;
    private final long offset;
    private final int a;
    private final int b;

    AtomicOp(
            PtxInstruction source,
            int space,
            PtxType type,
            Kind kind,
            int target,
            Place address,
            long offset,
            Place a,
            Place b) {
        super(source);
        this.space = space;
        this.type = type;
        this.kind = kind;
        this.target = target;
        this.address = address;
        this.offset = offset;
        this.a = a.slot();
        this.b = b.slot();
    }

    @Override
    void all(Frame f) {
        some(f, f.live);
    }

    @Override
    void some(Frame f, LaneRuns active) {
        Bank registers = f.banks[Bank.of(type)];
        Object addresses = f.banks[address.bank()].array(address.slot());
        Object x = registers.array(a);
        Object y = registers.array(b);
        Object results = target < 0 ? null : registers.partTarget(target);
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                long at = offset
                        + (addresses instanceof int[] narrow
                                ? narrow[lane] & 0xffff_ffffL
                                : ((long[]) addresses)[lane]);
                Memory memory = f.access(space, at, type.bytes, lane, "atomic access");
                int index = (int) (at - memory.base);
                if (type.bytes == 4) {
                    int old = update(memory, index, ((int[]) x)[lane], ((int[]) y)[lane]);
                    if (results != null) {
                        ((int[]) results)[lane] = old;
                    }
                } else {
                    long old = update(memory, index, ((long[]) x)[lane], ((long[]) y)[lane]);
                    if (results != null) {
                        ((long[]) results)[lane] = old;
                    }
                }
            }
        }
    }

    private int update(Memory memory, int index, int x, int y) {
        while (true) {
            int old = memory.getInt(index);
            boolean signed = type == PtxType.S32;
            long wideOld = signed ? old : old & 0xffff_ffffL;
            long wideX = signed ? x : x & 0xffff_ffffL;
            int value = (int) combine(wideOld, wideX, y & 0xffff_ffffL);
            if (kind == Kind.CAS) {
                value = old == x ? y : old;
            }
            if (memory.compareAndSet(index, old, value)) {
                return old;
            }
        }
    }

    private long update(Memory memory, int index, long x, long y) {
        while (true) {
            long old = memory.getLong(index);
            long value = kind == Kind.CAS ? (old == x ? y : old) : combine(old, x, y);
            if (memory.compareAndSet(index, old, value)) {
                return old;
            }
        }
    }

    private long combine(long old, long x, long y) {
        boolean less = type.signed() ? old < x : Long.compareUnsigned(old, x) < 0;
        return switch (kind) {
            case ADD -> old + x;
            case AND -> old & x;
            case OR -> old | x;
            case XOR -> old ^ x;
            case EXCH, CAS -> x;
            case MIN -> less ? old : x;
            case MAX -> less ? x : old;
            case INC -> Long.compareUnsigned(old, x) >= 0 ? 0 : old + 1;
            case DEC -> old == 0 || Long.compareUnsigned(old, x) > 0 ? x : old - 1;
        };
    }
}
