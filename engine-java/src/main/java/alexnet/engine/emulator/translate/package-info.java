/**
 * Translates the PTX instructions of a kernel to the operations of {@code alexnet.engine.emulator.code}.
 *
 * <p>Read {@link alexnet.engine.emulator.translate.KernelTranslator} first, then {@code InstructionTranslator}, which
 * passes each instruction to the translator of its family: {@code MemoryTranslator}, {@code WarpTranslator}, {@code
 * BarrierTranslator} and so on. {@code Refusals} lists known instructions that are refused, with the reason.
 */
package alexnet.engine.emulator.translate;
