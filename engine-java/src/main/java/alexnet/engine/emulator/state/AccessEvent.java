package alexnet.engine.emulator.state;

import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Lanes;

/** What an observer is told of an access; one for each frame, filled anew for each event. */
public final class AccessEvent implements Access {

    private static final AccessSite.Space[] SPACES = AccessSite.Space.values();

    private final LaneRuns chosen;
    private final long[] addresses;
    private final int[] spaces;
    private BlockState state;
    private AccessSite site;
    private int valueFile;
    private int[] values;
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

    /**
     * @param valueFile register file of the elements that are stored
     * @param values their slots; null where none are stored
     */
    public void begin(BlockState frame, AccessSite accessSite, int valueFile, int[] values, LaneRuns active) {
        state = frame;
        site = accessSite;
        this.valueFile = valueFile;
        this.values = values;
        lanes = active;
    }

    /** The state space that {@link BlockState} gives this number. */
    public static AccessSite.Space space(int number) {
        return SPACES[number];
    }

    public void pattern(long first, long strideX, long strideY, long strideZ) {
        affine = true;
        expanded = false;
        start = first;
        sx = strideX;
        sy = strideY;
        sz = strideZ;
    }

    /** Addresses follow lane by lane. */
    public long[] scattered() {
        affine = false;
        expanded = true;
        return addresses;
    }

    /** Scratch for the space of each lane's address. */
    public int[] spaces() {
        return spaces;
    }

    /** Takes those of the lanes whose address lies in a space. */
    public void narrow(int wanted, LaneRuns active) {
        chosen.select(spaces, wanted, active);
        lanes = chosen;
    }

    /** @param window what to take off the addresses of the pattern */
    public void tell(int resolved, long window) {
        space = resolved;
        start -= window;
        state.observer.access(this);
    }

    @Override
    public AccessSite site() {
        return site;
    }

    @Override
    public AccessSite.Space space() {
        return SPACES[space];
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
            for (int z = 0; z < state.shape.z(); z++) {
                for (int y = 0; y < state.shape.y(); y++) {
                    long address = start + sy * y + sz * z;
                    for (int x = 0; x < state.shape.x(); x++, address += sx) {
                        addresses[lane++] = address;
                    }
                }
            }
        }
        return addresses;
    }

    @Override
    public long stored(int lane, int element) {
        if (values == null) {
            return 0;
        }
        Object array = state.files[valueFile].array(values[element]);
        long bits = switch (valueFile) {
            case Registers.FLOAT -> Float.floatToRawIntBits(((float[]) array)[lane]);
            case Registers.DOUBLE -> Double.doubleToRawLongBits(((double[]) array)[lane]);
            case Registers.INT -> ((int[]) array)[lane];
            default -> ((long[]) array)[lane];
        };
        int unused = 64 - 8 * site.elementBytes();
        return bits << unused >>> unused;
    }

    @Override
    public long held(int lane, int element) {
        int count = site.elementBytes();
        long address = addresses()[lane] + (long) element * count;
        Memory memory = state.access(space, address, count, lane, "read");
        int offset = (int) (address - memory.base);
        return switch (count) {
            case 1 -> memory.getByte(offset) & 0xffL;
            case 2 -> memory.getShort(offset) & 0xffffL;
            case 4 -> memory.getInt(offset) & 0xffff_ffffL;
            default -> memory.getLong(offset);
        };
    }
}
