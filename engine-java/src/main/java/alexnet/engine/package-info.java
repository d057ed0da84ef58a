/**
 * Devices as the rest of the house sees them: memory, streams, events, copies, PTX modules and kernel launches.
 *
 * <p>{@link alexnet.engine.Device} is the seam. {@code alexnet.engine.cuda} implements it over the CUDA driver API,
 * {@code alexnet.engine.emulator} runs the same PTX on the JVM. Nothing above this package knows which one it has.
 */
package alexnet.engine;
