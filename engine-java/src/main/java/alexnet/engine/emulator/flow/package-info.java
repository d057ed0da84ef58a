/**
 * Analyses and rewrites the instructions of a kernel before they are translated: linking of functions, multiply-add
 * chains, basic blocks, register slots, and the layout of variables.
 *
 * <p>Read {@link alexnet.engine.emulator.flow.FunctionLinker} first, then {@link
 * alexnet.engine.emulator.flow.MultiplyAddChains}, {@link alexnet.engine.emulator.flow.ControlFlowGraph} and {@link
 * alexnet.engine.emulator.flow.SlotAllocation}; they are applied in this order.
 */
package alexnet.engine.emulator.flow;
