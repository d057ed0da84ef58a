/**
 * The state of a running kernel: register files, shared, local and global memory, addresses and access events.
 *
 * <p>Read {@link alexnet.engine.emulator.state.BlockState} first, the state of one thread block. Then read {@link
 * alexnet.engine.emulator.state.Registers} with its subclasses, one for each machine type, and {@link
 * alexnet.engine.emulator.state.Memory} with {@link alexnet.engine.emulator.state.MemoryTable}, which finds an
 * allocation by its address.
 */
package alexnet.engine.emulator.state;
