/**
 * What each lane instruction computes. A lane instruction is one whose result in a lane depends on operands in that
 * lane only.
 *
 * <p>Read {@link alexnet.engine.emulator.function.InstructionTable} first: it finds a {@link
 * alexnet.engine.emulator.function.LaneFunction} by the full name of the instruction, such as {@code add.rn.f32}. It is
 * filled from one class per family: {@code IntegerInstructions}, {@code FloatInstructions} and so on.
 */
package alexnet.engine.emulator.function;
