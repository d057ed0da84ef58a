package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.AccessSite;

/** Tells of an access to memory, then does it. */
final class ObservedAccessOp extends Op {

    final AccessSite site;
    /** Slots of the elements that are stored, in {@link #valueBank}; null where none are. */
    final int[] values;

    final int valueBank;
    private final Op op;
    private final int space;
    private final Place address;
    private final long offset;

    ObservedAccessOp(Op op, AccessSite site, LaneAddress address, int valueBank, int[] values) {
        super(op.source);
        this.op = op;
        this.site = site;
        this.space = address.space();
        this.address = address.place();
        this.offset = address.offset();
        this.valueBank = valueBank;
        this.values = values;
    }

    @Override
    void all(Frame f) {
        if (!f.live.empty()) {
            tell(f, f.live);
        }
        op.all(f);
    }

    @Override
    void some(Frame f, LaneRuns active) {
        tell(f, active);
        op.some(f, active);
    }

    private void tell(Frame f, LaneRuns active) {
        AccessEvent event = f.event;
        event.begin(f, this, active);
        IntegerBank registers = (IntegerBank) f.banks[address.bank()];
        int slot = address.slot();
        boolean wide = address.bank() == Bank.LONG;
        if (registers.affine(slot) && (wide || AffineRule.fitsUnsigned(registers, slot))) {
            long base = wide ? registers.base(slot) : registers.base(slot) & 0xffff_ffffL;
            event.pattern(base + offset, registers.strideX(slot), registers.strideY(slot), registers.strideZ(slot));
            long low = base + offset + registers.lowest(slot);
            long high = base + offset + registers.highest(slot);
            if (space != Frame.GENERIC) {
                event.tell(space, 0);
                return;
            }
            int resolved = resolve(low);
            if (resolved == resolve(high)) {
                event.tell(resolved, Frame.WINDOWS[resolved]);
                return;
            }
        }
        lanes(f, active);
    }

    /** Addresses lane by lane; those of a generic access are told in a group for each space. */
    private void lanes(Frame f, LaneRuns active) {
        long[] all = f.event.scattered();
        Object values = f.banks[address.bank()].array(address.slot());
        int[] spaces = f.event.spaces();
        int seen = 0;
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                all[lane] = offset
                        + (values instanceof int[] narrow ? narrow[lane] & 0xffff_ffffL : ((long[]) values)[lane]);
                if (space == Frame.GENERIC) {
                    spaces[lane] = resolve(all[lane]);
                    all[lane] -= Frame.WINDOWS[spaces[lane]];
                    seen |= 1 << spaces[lane];
                }
            }
        }
        if (space != Frame.GENERIC) {
            f.event.tell(space, 0);
            return;
        }
        for (int each = 0; each < Frame.WINDOWS.length; each++) {
            if ((seen >>> each & 1) != 0) {
                f.event.narrow(each, active);
                f.event.tell(each, 0);
            }
        }
    }

    private static int resolve(long address) {
        for (int i = Frame.SHARED; i < Frame.WINDOWS.length; i++) {
            if (address >>> 32 == Frame.WINDOWS[i] >>> 32) {
                return i;
            }
        }
        return Frame.GLOBAL;
    }
}
