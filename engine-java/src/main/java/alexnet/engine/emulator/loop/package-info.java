/**
 * Loops of one operator over many lanes, made so that the JIT compiler turns them into SIMD code.
 *
 * <p>Read {@link alexnet.engine.emulator.loop.LoopTemplates} first, which defines a class for each operator from a
 * template such as {@link alexnet.engine.emulator.loop.BinaryLoops}. {@link alexnet.engine.emulator.loop.Signatures}
 * names the operand types. {@link alexnet.engine.emulator.loop.VectorProvider} finds the loops over the Vector API,
 * which are the source set {@code src/vector}; {@link alexnet.engine.emulator.loop.VectorLoop} and {@link
 * alexnet.engine.emulator.loop.VectorTiles} use them.
 */
package alexnet.engine.emulator.loop;
