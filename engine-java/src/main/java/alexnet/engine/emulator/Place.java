package alexnet.engine.emulator;

/** A register's place: bank and slot. */
record Place(int bank, int slot) {}
