package alexnet.engine.emulator.state;

/** A register's place: file and slot. */
public record Place(int file, int slot) {

    /** True for 32-bit and 64-bit integers, and predicates. */
    public boolean integer() {
        return file == Registers.INT || file == Registers.LONG;
    }
}
