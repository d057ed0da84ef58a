package alexnet.engine.emulator.conformance;

/** Some instructions and how they are covered. Several classes may share a name: together they are that family. */
interface Family {

    /** The name under which {@code instructions.txt} lists what has to be covered. */
    String name();

    void register(Cases cases);
}
