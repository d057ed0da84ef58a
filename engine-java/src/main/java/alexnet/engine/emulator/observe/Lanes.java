package alexnet.engine.emulator.observe;

/** A set of a block's threads, as ascending, disjoint ranges of lane numbers. Valid during the call that passes it. */
public interface Lanes {

    /** Number of ranges. */
    int ranges();

    /** First lane of a range. */
    int from(int range);

    /** Lane after the last one of a range. */
    int to(int range);

    /** Number of lanes in the set. */
    int size();

    boolean contains(int lane);
}
