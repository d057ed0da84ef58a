package alexnet.engine.emulator;

/** A register's place: bank and slot. */
public record Place(int bank, int slot) {}
