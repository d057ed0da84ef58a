package alexnet.engine.emulator.code;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.state.AccessEvent;
import alexnet.engine.emulator.state.AffineRange;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;

/** Tells of an access to memory, then does it. */
public final class ObservedAccessOp extends Op {

    final AccessSite site;
    /** Slots of the elements that are stored, in {@link #valueFile}; null where none are. */
    final int[] values;

    final int valueFile;
    private final Op op;
    private final int space;
    private final Place address;
    private final long offset;

    public ObservedAccessOp(Op op, AccessSite site, LaneAddress address, int valueFile, int[] values) {
        super(op.source);
        this.op = op;
        this.site = site;
        this.space = address.space();
        this.address = address.place();
        this.offset = address.offset();
        this.valueFile = valueFile;
        this.values = values;
    }

    @Override
    public void all(BlockState state) {
        if (!state.live.empty()) {
            tell(state, state.live);
        }
        op.all(state);
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        tell(state, active);
        op.some(state, active);
    }

    private void tell(BlockState state, LaneRuns active) {
        AccessEvent event = state.event;
        event.begin(state, site, valueFile, values, active);
        IntegerRegisters registers = (IntegerRegisters) state.files[address.file()];
        int slot = address.slot();
        boolean wide = address.file() == Registers.LONG;
        long start = (wide ? registers.base(slot) : registers.base(slot) & 0xffff_ffffL) + offset;
        if (registers.affine(slot)
                && (wide || AffineRange.fitsUnsigned(registers, slot))
                && AffineRange.between(registers, slot, start, 0, Long.MAX_VALUE)) {
            event.pattern(start, registers.strideX(slot), registers.strideY(slot), registers.strideZ(slot));
            long low = start + AffineRange.lowOffset(registers, slot);
            long high = start + AffineRange.highOffset(registers, slot);
            if (space != BlockState.GENERIC) {
                event.tell(space, 0);
                return;
            }
            int resolved = resolve(low);
            if (resolved == resolve(high)) {
                event.tell(resolved, BlockState.WINDOWS[resolved]);
                return;
            }
        }
        lanes(state, active);
    }

    /** Addresses lane by lane; those of a generic access are told in a group for each space. */
    private void lanes(BlockState state, LaneRuns active) {
        long[] all = state.event.scattered();
        Object values = state.files[address.file()].array(address.slot());
        int[] spaces = state.event.spaces();
        int seen = 0;
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                all[lane] = offset
                        + (values instanceof int[] narrow ? narrow[lane] & 0xffff_ffffL : ((long[]) values)[lane]);
                if (space == BlockState.GENERIC) {
                    spaces[lane] = resolve(all[lane]);
                    all[lane] -= BlockState.WINDOWS[spaces[lane]];
                    seen |= 1 << spaces[lane];
                }
            }
        }
        if (space != BlockState.GENERIC) {
            state.event.tell(space, 0);
            return;
        }
        for (int each = 0; each < BlockState.WINDOWS.length; each++) {
            if ((seen >>> each & 1) != 0) {
                state.event.narrow(each, active);
                state.event.tell(each, 0);
            }
        }
    }

    private static int resolve(long address) {
        for (int i = BlockState.SHARED; i < BlockState.WINDOWS.length; i++) {
            if (address >>> 32 == BlockState.WINDOWS[i] >>> 32) {
                return i;
            }
        }
        return BlockState.GLOBAL;
    }
}
