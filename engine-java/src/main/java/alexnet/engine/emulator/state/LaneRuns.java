package alexnet.engine.emulator.state;

import alexnet.engine.emulator.observe.Lanes;

/** A set of lanes as ascending, disjoint ranges, so that masked work is a few plain loops. */
public final class LaneRuns implements Lanes {

    public int[] from;
    public int[] to;
    public int count;

    public LaneRuns(int lanes) {
        from = new int[lanes / 2 + 1];
        to = new int[lanes / 2 + 1];
    }

    public void clear() {
        count = 0;
    }

    public boolean empty() {
        return count == 0;
    }

    @Override
    public int ranges() {
        return count;
    }

    @Override
    public int from(int range) {
        return from[range];
    }

    @Override
    public int to(int range) {
        return to[range];
    }

    @Override
    public int size() {
        int size = 0;
        for (int i = 0; i < count; i++) {
            size += to[i] - from[i];
        }
        return size;
    }

    @Override
    public boolean contains(int lane) {
        for (int i = 0; i < count; i++) {
            if (lane < to[i]) {
                return lane >= from[i];
            }
        }
        return false;
    }

    void setRange(int start, int end) {
        from[0] = start;
        to[0] = end;
        count = start < end ? 1 : 0;
    }

    /** Adds a lane that is above all others in the set. */
    public void add(int lane) {
        if (count > 0 && to[count - 1] == lane) {
            to[count - 1] = lane + 1;
        } else {
            from[count] = lane;
            to[count++] = lane + 1;
        }
    }

    public void set(LaneRuns other) {
        System.arraycopy(other.from, 0, from, 0, other.count);
        System.arraycopy(other.to, 0, to, 0, other.count);
        count = other.count;
    }

    /** All lanes of the rows for which {@code values[row] == wanted}. */
    public void selectRows(int[] values, int wanted, int rowLength) {
        int n = 0;
        for (int row = 0; row < values.length; row++) {
            if (values[row] == wanted) {
                int start = row * rowLength;
                if (n > 0 && to[n - 1] == start) {
                    to[n - 1] = start + rowLength;
                } else {
                    from[n] = start;
                    to[n++] = start + rowLength;
                }
            }
        }
        count = n;
    }

    /** The lanes of {@code within} for which {@code values[lane] == wanted}. */
    public void select(int[] values, int wanted, LaneRuns within) {
        int n = 0;
        for (int i = 0; i < within.count; i++) {
            int end = within.to[i];
            int lane = within.from[i];
            while (lane < end) {
                while (lane < end && values[lane] != wanted) {
                    lane++;
                }
                if (lane < end) {
                    int start = lane;
                    while (lane < end && values[lane] == wanted) {
                        lane++;
                    }
                    if (n > 0 && to[n - 1] == start) {
                        to[n - 1] = lane;
                    } else {
                        from[n] = start;
                        to[n++] = lane;
                    }
                }
            }
        }
        count = n;
    }
}
