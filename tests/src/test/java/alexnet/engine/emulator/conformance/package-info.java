/**
 * One generated PTX test for each instruction and type of PTX ISA 7.0, and the table of them in docs/emulator/instructions.md.
 *
 * <p>What there is to cover is written by hand in {@code instructions.txt} next to these classes' resources: one line
 * per instruction with braces for its forms ({@code add.{s32,u32}}), under headings that name the PTX ISA section and the
 * {@link alexnet.engine.emulator.conformance.Family family} that has to cover it. A family says for each form how it is
 * covered, through {@link alexnet.engine.emulator.conformance.Cases}:
 *
 * <ul>
 *   <li>{@code cases.lane("sad.s32", S32, S32, S32, S32).expect(o -> ...)}: the instruction runs on edge values and random
 *       values, and every result is compared with the oracle's; the first kind is the result's;
 *   <li>{@code cases.refused("tex.1d.v4.f32.s32", "{%f0, %f1, %f2, %f3}, [t, {%r0}]")}: a module with this one instruction
 *       must be refused when it is loaded, with line, column and name;
 *   <li>{@code cases.covered("alexnet.engine.emulator.WarpTest", "shfl.sync", "shfl.sync.{up,down}.b32")}: another test class
 *       covers it, whose text must mention the instruction.
 * </ul>
 *
 * <p>{@code ConformanceTest} runs all cases ({@code -Dconformance.only=REGEX} picks by name, {@code -Dconformance.seed=N}
 * sets the seed of the random operands). {@code InstructionTableTest} compares docs/emulator/instructions.md with the
 * registered cases; {@code -Demulator.table=write} writes it. A new family is added to {@code Families}.
 */
package alexnet.engine.emulator.conformance;
