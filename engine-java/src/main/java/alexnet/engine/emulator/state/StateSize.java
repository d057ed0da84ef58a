package alexnet.engine.emulator.state;

/**
 * How much state a kernel needs for a thread block.
 *
 * @param slots for each register file the number of its slots
 * @param localBytes local memory of a thread
 * @param observed whether observers are told of accesses
 */
public record StateSize(int[] slots, int localBytes, boolean observed) {}
