package alexnet.engine.emulator.loop;

/** One operation over a range of lanes; operands are arrays of the types that the operation's signature names. */
public abstract class Loop {

    /** Computes lanes {@code from} to {@code to}; operands beyond the operation's number are null. */
    public abstract void run(Object d, Object a, Object b, Object c, int from, int to);

    /** Whether {@link #runUniformFirst} is there. */
    public boolean takesUniformFirst() {
        return false;
    }

    /** As {@link #run}, where the first operand is the same for all lanes: its array has one element. */
    public void runUniformFirst(Object d, Object a, Object b, Object c, int from, int to) {
        throw new IllegalStateException(getClass() + " has no form for a uniform operand");
    }
}
