package alexnet.engine.emulator.conformance;

import java.util.function.Consumer;

/**
 * Some instructions and how they are covered. Several may share a name: together they are that family.
 *
 * @param name the name under which {@code instructions.txt} lists what has to be covered
 * @param register registers the cases
 */
record Family(String name, Consumer<Cases> register) {}
