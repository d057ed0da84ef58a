/**
 * Devices as the rest of the project sees them: memory, streams, events, copies, PTX modules and kernel launches.
 *
 * <p>{@link alexnet.engine.Device} is the interface between the engine and everything above it. {@code
 * alexnet.engine.cuda} implements it over the CUDA driver API, {@code alexnet.engine.emulator} runs the same PTX on the
 * JVM. Code above the engine does not know which of the two it uses.
 *
 * <p>Read {@link alexnet.engine.Device} first, then {@link alexnet.engine.Stream}, {@link alexnet.engine.DeviceBuffer}
 * and {@link alexnet.engine.KernelArguments}; {@link alexnet.engine.EngineException} and its subclasses are the errors.
 * docs/emulator-library.md has a complete program.
 */
package alexnet.engine;
