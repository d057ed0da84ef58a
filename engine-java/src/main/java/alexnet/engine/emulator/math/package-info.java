/**
 * Arithmetic of PTX that Java does not have: rounding modes, 16-bit floats, conversions, integer helpers, atomics, and
 * the formats of {@code printf}.
 *
 * <p>Read {@link alexnet.engine.emulator.math.Rounding} and {@link alexnet.engine.emulator.math.FloatFormat} first,
 * then {@link alexnet.engine.emulator.math.DirectedFloat}; the others stand alone. docs/emulator/exactness.md says
 * which bits results have.
 */
package alexnet.engine.emulator.math;
