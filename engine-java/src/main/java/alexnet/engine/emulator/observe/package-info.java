/**
 * The interface for observers of an emulated device: they are told of launches, memory accesses, barriers and
 * allocations.
 *
 * <p>Read {@link alexnet.engine.emulator.observe.DeviceObserver} first, then {@link
 * alexnet.engine.emulator.observe.BlockObserver} and {@link alexnet.engine.emulator.observe.Access}. The sanitizer and
 * the profiler are two observers.
 */
package alexnet.engine.emulator.observe;
