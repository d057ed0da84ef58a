/**
 * The operations that a translated kernel consists of, one class for each kind of instruction, and the basic blocks
 * that hold them.
 *
 * <p>Read {@link alexnet.engine.emulator.code.Op} first, then {@link alexnet.engine.emulator.code.LaneOp} (arithmetic),
 * {@link alexnet.engine.emulator.code.LoadOp} (memory) and {@link alexnet.engine.emulator.code.ShuffleOp} (warps), and
 * last {@link alexnet.engine.emulator.code.PreparedKernel}, a kernel ready to run.
 */
package alexnet.engine.emulator.code;
