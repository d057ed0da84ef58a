package alexnet.engine.emulator.state;

import java.util.Arrays;

/**
 * The addresses of one access by a whole block, one for each row of lanes, and the stretches of lanes that they join to.
 *
 * <p>Accesses whose addresses differ by a constant share one; it is kept by the block state, to be filled anew each time.
 */
public final class RowAddresses {

    /** In place of an address: no lane of the row takes part. */
    public static final long NONE = Long.MIN_VALUE;

    /** The address of the first lane of each row, or {@link #NONE}. */
    public final long[] ofRow;
    /** Stretches of lanes whose addresses grow by one step: their first lanes, ends and first addresses. */
    public final int[] from;

    public final int[] to;
    public final long[] start;
    public int count;
    /** Lanes that take part. */
    private int taken;
    /** The lowest and the highest address of all lanes. */
    public long low;

    public long high;
    /** All bits of the differences between the addresses of rows. */
    private long differing;
    /** What was joined last. */
    private final long[] known;

    private int knownRows;
    private long knownStride;

    RowAddresses(int rows) {
        this.ofRow = new long[rows];
        this.from = new int[rows];
        this.to = new int[rows];
        this.start = new long[rows];
        this.known = new long[rows];
    }

    /** Joins the first rows, of so many lanes, where one goes on with the step of the row before it. */
    public void join(int rows, int length, long stride) {
        if (rows != knownRows || stride != knownStride || !moved()) {
            joinAnew(rows, length, stride);
            System.arraycopy(ofRow, 0, known, 0, rows);
            knownRows = rows;
            knownStride = stride;
        }
    }

    /** Whether all addresses are those of the last time but for one distance; then the stretches only move by it. */
    private boolean moved() {
        long[] addresses = ofRow;
        long[] before = known;
        if (addresses[0] == NONE || before[0] == NONE || !exact()) {
            return false;
        }
        long distance = addresses[0] - before[0];
        long other = 0;
        for (int row = 0; row < knownRows; row++) {
            other |= addresses[row] - before[row] ^ distance;
        }
        if (other != 0) {
            return false;
        }
        if (distance != 0) {
            for (int row = 0; row < knownRows; row++) {
                before[row] = addresses[row];
            }
            for (int i = 0; i < count; i++) {
                start[i] += distance;
            }
            low += distance;
            high += distance;
        }
        return true;
    }

    private void joinAnew(int rows, int length, long stride) {
        long[] addresses = ofRow;
        int stretches = -1;
        long step = stride * length;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        long bits = 0;
        long next = NONE;
        int lane = 0;
        int left = 0;
        for (int row = 0; row < rows; row++) {
            long address = addresses[row];
            if (address == NONE) {
                next = NONE;
                lane += length;
                left += length;
                continue;
            }
            if (address != next) {
                stretches++;
                from[stretches] = lane;
                start[stretches] = address;
            }
            lane += length;
            to[stretches] = lane;
            least = Math.min(least, address);
            most = Math.max(most, address);
            bits |= address - start[0];
            next = address + step;
        }
        long reach = AffineRange.reach(stride, length);
        count = stretches + 1;
        taken = lane - left;
        low = AffineRange.lowSum(least, Math.min(0, reach));
        high = AffineRange.highSum(most, Math.max(0, reach));
        differing = bits;
    }

    /** Whether lowest and highest address, and the distance between them, are known exactly. */
    public boolean exact() {
        long distance = high - low;
        return low != AffineRange.NO_LOWER && high != AffineRange.NO_UPPER && high >= low && distance >= 0;
    }

    /** Whether all lanes take part. */
    public boolean takeAll(int lanes) {
        return taken == lanes;
    }

    /** Whether all addresses are multiples of a power of two, with {@code offset} added. */
    public boolean aligned(long offset, int alignment) {
        return ((differing | start[0] + offset) & alignment - 1) == 0;
    }

    /** Fills the stretches with the float at their address. */
    public void fill(Memory memory, long offset, float[] target) {
        for (int i = 0; i < count; i++) {
            Arrays.fill(target, from[i], to[i], memory.getFloat((int) (start[i] + offset)));
        }
    }
}
