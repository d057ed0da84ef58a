package alexnet.engine.emulator.state;

/** A register's place: file and slot. */
public record Place(int file, int slot) {}
