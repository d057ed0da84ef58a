package alexnet.engine.emulator.state;

import java.util.Arrays;

/**
 * The copies to shared memory that the threads of a block have under way ({@code cp.async}).
 *
 * <p>Bytes are taken from global memory when the copy is issued, and put into shared memory when the thread that issued
 * it waits for it, not before: a kernel that forgets to wait finds the old bytes there in every run, which a GPU shows
 * now and then only. Copies that nobody waits for are never done.
 */
public final class AsyncCopies {

    /** Longest copy in bytes. */
    static final int LONGEST = 16;

    private int count;
    private int[] lane = new int[64];
    /** Number of the copy's group among those of its thread. */
    private int[] group = new int[64];

    private Memory[] target = new Memory[64];
    private int[] offset = new int[64];
    private int[] size = new int[64];
    private byte[] data = new byte[64 * LONGEST];
    /** Groups that each thread has committed; its next copy belongs to the group of this number. */
    private final int[] committed;

    AsyncCopies(int lanes) {
        committed = new int[lanes];
    }

    /** Forgets everything, for the next block. */
    void clear() {
        if (count > 0) {
            count = 0;
            Arrays.fill(target, null);
        }
        Arrays.fill(committed, 0);
    }

    /** Adds a copy; the caller fills in its bytes, which start at the index returned in {@link #data}. */
    public int issue(int thread, Memory to, int at, int bytes) {
        if (count == lane.length) {
            int capacity = 2 * count;
            lane = Arrays.copyOf(lane, capacity);
            group = Arrays.copyOf(group, capacity);
            target = Arrays.copyOf(target, capacity);
            offset = Arrays.copyOf(offset, capacity);
            size = Arrays.copyOf(size, capacity);
            data = Arrays.copyOf(data, capacity * LONGEST);
        }
        lane[count] = thread;
        group[count] = committed[thread];
        target[count] = to;
        offset[count] = at;
        size[count] = bytes;
        return count++ * LONGEST;
    }

    public byte[] data() {
        return data;
    }

    /** {@code cp.async.commit_group}: the copies since the last one are a group, which may be empty. */
    public void commit(LaneRuns active) {
        for (int i = 0; i < active.count; i++) {
            for (int thread = active.from[i]; thread < active.to[i]; thread++) {
                committed[thread]++;
            }
        }
    }

    /** Does the copies of these threads that are not in the {@code pending} groups committed last, nor in none yet. */
    public void finish(LaneRuns active, int pending) {
        if (count == 0) {
            return;
        }
        int left = 0;
        for (int i = 0; i < count; i++) {
            boolean waitedFor = active.contains(lane[i]) && group[i] < (long) committed[lane[i]] - pending;
            if (waitedFor) {
                store(i);
            } else {
                move(i, left++);
            }
        }
        Arrays.fill(target, left, count, null);
        count = left;
    }

    private void store(int copy) {
        for (int i = 0; i < size[copy]; i++) {
            target[copy].putByte(offset[copy] + i, data[copy * LONGEST + i]);
        }
    }

    private void move(int from, int to) {
        if (from != to) {
            lane[to] = lane[from];
            group[to] = group[from];
            target[to] = target[from];
            offset[to] = offset[from];
            size[to] = size[from];
            System.arraycopy(data, from * LONGEST, data, to * LONGEST, LONGEST);
        }
    }
}
