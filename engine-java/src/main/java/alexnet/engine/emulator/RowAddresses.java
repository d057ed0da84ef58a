package alexnet.engine.emulator;

import java.util.Arrays;

/**
 * The addresses of one access by a whole block, one for each row of lanes, and the stretches of lanes that they join to.
 *
 * <p>Accesses whose addresses differ by a constant share one; it is kept by the frame, to be filled anew each time.
 */
final class RowAddresses {

    /** In place of an address: no lane of the row takes part. */
    static final long NONE = Long.MIN_VALUE;

    /** The address of the first lane of each row, or {@link #NONE}. */
    final long[] ofRow;
    /** Stretches of lanes whose addresses grow by one step: their first lanes, ends and first addresses. */
    final int[] from;

    final int[] to;
    final long[] start;
    int count;
    /** Lanes that take part. */
    private int taken;
    /** The begin and the highest address of all lanes. */
    long low;

    long high;
    /** Bits in which the rows' addresses differ. */
    private long differing;

    RowAddresses(int rows) {
        this.ofRow = new long[rows];
        this.from = new int[rows];
        this.to = new int[rows];
        this.start = new long[rows];
    }

    /** Joins the first rows, of so many lanes, where one goes on with the step of the row before it. */
    void join(int rows, int length, long stride) {
        long[] addresses = ofRow;
        int stretches = -1;
        long step = stride * length;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        long some = 0;
        long every = -1;
        long begin = 0;
        int first = 0;
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
            // Without branches: whether a row goes on is no pattern that a processor could learn.
            boolean goesOn = address == next;
            stretches += goesOn ? 0 : 1;
            first = goesOn ? first : lane;
            begin = goesOn ? begin : address;
            lane += length;
            from[stretches] = first;
            start[stretches] = begin;
            to[stretches] = lane;
            least = Math.min(least, address);
            most = Math.max(most, address);
            some |= address;
            every &= address;
            next = address + step;
        }
        long reach = stride * (length - 1);
        count = stretches + 1;
        taken = lane - left;
        low = least + Math.min(0, reach);
        high = most + Math.max(0, reach);
        differing = some ^ every;
    }

    /** Whether all lanes take part. */
    boolean takeAll(int lanes) {
        return taken == lanes;
    }

    /** Whether all addresses are multiples of a power of two, with {@code offset} added. */
    boolean aligned(long offset, int alignment) {
        return ((differing | start[0] + offset) & alignment - 1) == 0;
    }

    /** Fills the stretches with the float at their address. */
    void fill(Memory memory, long offset, float[] target) {
        for (int i = 0; i < count; i++) {
            Arrays.fill(target, from[i], to[i], memory.getFloat((int) (start[i] + offset)));
        }
    }
}
