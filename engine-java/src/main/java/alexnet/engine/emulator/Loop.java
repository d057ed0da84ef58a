package alexnet.engine.emulator;

/** One operation over a range of lanes; operands are arrays of the types that the operation's signature names. */
abstract class Loop {

    /** Computes lanes {@code from} to {@code to}; operands beyond the operation's number are null. */
    abstract void run(Object d, Object a, Object b, Object c, int from, int to);

    /** Whether {@link #runUniformFirst} is there. */
    boolean takesUniformFirst() {
        return false;
    }

    /** As {@link #run}, where the first operand is the same for all lanes: its array has one element. */
    void runUniformFirst(Object d, Object a, Object b, Object c, int from, int to) {
        throw new IllegalStateException(getClass() + " has no form for a uniform operand");
    }
}
