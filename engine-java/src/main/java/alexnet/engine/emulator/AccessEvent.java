package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Lanes;

/** What an observer is told of an access; one for each frame, filled anew for each event. */
public final class AccessEvent implements Access {

    private final LaneRuns chosen;
    private final long[] addresses;
    private final int[] spaces;
    private Frame f;
    private ObservedAccessOp op;
    private LaneRuns lanes;
    private int space;
    private boolean affine;
    /** True where {@link #addresses} hold what the pattern says. */
    private boolean expanded;

    private long start;
    private long sx;
    private long sy;
    private long sz;

    AccessEvent(int lanes) {
        chosen = new LaneRuns(lanes);
        addresses = new long[lanes];
        spaces = new int[lanes];
    }

    void begin(Frame frame, ObservedAccessOp observed, LaneRuns active) {
        f = frame;
        op = observed;
        lanes = active;
    }

    void pattern(long first, long strideX, long strideY, long strideZ) {
        affine = true;
        expanded = false;
        start = first;
        sx = strideX;
        sy = strideY;
        sz = strideZ;
    }

    /** Addresses follow lane by lane. */
    long[] scattered() {
        affine = false;
        expanded = true;
        return addresses;
    }

    /** Scratch for the space of each lane's address. */
    int[] spaces() {
        return spaces;
    }

    /** Takes those of the lanes whose address lies in a space. */
    void narrow(int wanted, LaneRuns active) {
        chosen.select(spaces, wanted, active);
        lanes = chosen;
    }

    /** @param window what to take off the addresses of the pattern */
    void tell(int resolved, long window) {
        space = resolved;
        start -= window;
        f.observer.access(this);
    }

    @Override
    public AccessSite site() {
        return op.site;
    }

    @Override
    public AccessSite.Space space() {
        return ObservedSites.space(space);
    }

    @Override
    public Lanes lanes() {
        return lanes;
    }

    @Override
    public boolean affine() {
        return affine;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long strideX() {
        return sx;
    }

    @Override
    public long strideY() {
        return sy;
    }

    @Override
    public long strideZ() {
        return sz;
    }

    @Override
    public long[] addresses() {
        if (!expanded) {
            expanded = true;
            int lane = 0;
            for (int z = 0; z < f.shape.z(); z++) {
                for (int y = 0; y < f.shape.y(); y++) {
                    long address = start + sy * y + sz * z;
                    for (int x = 0; x < f.shape.x(); x++, address += sx) {
                        addresses[lane++] = address;
                    }
                }
            }
        }
        return addresses;
    }

    @Override
    public long stored(int lane, int element) {
        if (op.values == null) {
            return 0;
        }
        Object array = f.banks[op.valueBank].array(op.values[element]);
        long bits = switch (op.valueBank) {
            case Bank.FLOAT -> Float.floatToRawIntBits(((float[]) array)[lane]);
            case Bank.DOUBLE -> Double.doubleToRawLongBits(((double[]) array)[lane]);
            case Bank.INT -> ((int[]) array)[lane];
            default -> ((long[]) array)[lane];
        };
        int unused = 64 - 8 * op.site.elementBytes();
        return bits << unused >>> unused;
    }

    @Override
    public long held(int lane, int element) {
        int count = op.site.elementBytes();
        long address = addresses()[lane] + (long) element * count;
        Memory memory = f.access(space, address, count, lane, "read");
        int offset = (int) (address - memory.base);
        return switch (count) {
            case 1 -> memory.getByte(offset) & 0xffL;
            case 2 -> memory.getShort(offset) & 0xffffL;
            case 4 -> memory.getInt(offset) & 0xffff_ffffL;
            default -> memory.getLong(offset);
        };
    }
}
