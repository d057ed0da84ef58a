package alexnet.engine.emulator;

/** One operation over a range of lanes; operands are arrays of the types that the operation's signature names. */
abstract class Loop {

    /** Computes lanes {@code from} to {@code to}; operands beyond the operation's number are null. */
    abstract void run(Object d, Object a, Object b, Object c, int from, int to);
}
