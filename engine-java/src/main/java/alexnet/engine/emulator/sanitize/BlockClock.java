package alexnet.engine.emulator.sanitize;

import alexnet.engine.emulator.observe.Lanes;
import java.util.Arrays;

/**
 * The order of accesses within one block. Time advances at each synchronisation. Two accesses of different threads are
 * ordered if a barrier, or a synchronisation of their warp that includes both, lies between them.
 */
final class BlockClock {

    private final int lanes;
    private final int warps;
    /** Live threads of each warp. */
    private final int[] live;
    /** Time of the last synchronisation of a whole warp. */
    private final int[] together;
    /** For each thread (as reader of the table) and each thread of its warp: known[lane * 32 + other]; made on demand. */
    private int[] known;
    /** The same between warps, for barriers of a part of the block: joined[warp * warps + other]; made on demand. */
    private int[] joined;

    private int time;
    private int barrier;

    BlockClock(int lanes) {
        this.lanes = lanes;
        this.warps = (lanes + 31) / 32;
        this.live = new int[warps];
        this.together = new int[warps];
    }

    /** A block starts; all its threads live. */
    void start() {
        forget();
        Arrays.fill(live, -1);
        if (lanes % 32 != 0) {
            live[warps - 1] = (1 << lanes % 32) - 1;
        }
    }

    /** Restarts the clock: all earlier accesses count as ordered. */
    void forget() {
        time = 0;
        barrier = 0;
        Arrays.fill(together, 0);
        known = null;
        joined = null;
    }

    int time() {
        return time;
    }

    /** Accesses before this time are ordered before all that follow. */
    int barrierTime() {
        return barrier;
    }

    int liveMask(int warp) {
        return live[warp];
    }

    int liveCount() {
        return Arrays.stream(live).map(Integer::bitCount).sum();
    }

    void exit(Lanes left) {
        Arrays.fill(live, 0);
        for (int i = 0; i < left.ranges(); i++) {
            for (int lane = left.from(i); lane < left.to(i); lane++) {
                live[lane >> 5] |= 1 << (lane & 31);
            }
        }
    }

    /** Advances the time by one. */
    void tick() {
        time++;
    }

    /** All live threads have synchronised. */
    void barrier() {
        barrier = ++time;
    }

    /** The threads of some warps have synchronised. */
    void barrier(Lanes arrived) {
        time++;
        if (joined == null) {
            joined = new int[warps * warps];
        }
        boolean[] met = new boolean[warps];
        for (int i = 0; i < arrived.ranges(); i++) {
            Arrays.fill(met, arrived.from(i) >> 5, (arrived.to(i) - 1 >> 5) + 1, true);
        }
        int[] all = new int[warps];
        for (int warp = 0; warp < warps; warp++) {
            if (met[warp]) {
                for (int other = 0; other < warps; other++) {
                    all[other] = Math.max(all[other], met[other] ? time : joined[warp * warps + other]);
                }
            }
        }
        for (int warp = 0; warp < warps; warp++) {
            if (met[warp]) {
                System.arraycopy(all, 0, joined, warp * warps, warps);
                together[warp] = time;
            }
        }
    }

    /** Threads of a warp have synchronised at the present time. */
    void meet(int warp, int members) {
        if (members == live[warp]) {
            together[warp] = time;
            return;
        }
        if (known == null) {
            known = new int[warps * 32 * 32];
        }
        int[] all = new int[32];
        for (int lane = 0; lane < 32; lane++) {
            if ((members >>> lane & 1) != 0) {
                for (int other = 0; other < 32; other++) {
                    all[other] = Math.max(
                            all[other], (members >>> other & 1) != 0 ? time : known[(warp * 32 + lane) * 32 + other]);
                }
            }
        }
        for (int lane = 0; lane < 32; lane++) {
            if ((members >>> lane & 1) != 0) {
                System.arraycopy(all, 0, known, (warp * 32 + lane) * 32, 32);
            }
        }
    }

    /** True if the access of {@code earlier} at {@code when} is ordered before the present access of {@code later}. */
    boolean ordered(int earlier, int when, int later) {
        if (when < barrier || earlier == later) {
            return true;
        }
        int warp = later >> 5;
        if (earlier >> 5 != warp) {
            return joined != null && when < joined[warp * warps + (earlier >> 5)];
        }
        return when < together[warp] || known != null && when < known[later * 32 + (earlier & 31)];
    }
}
