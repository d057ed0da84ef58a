/**
 * Opens the devices that a list such as {@code cuda:0,cuda:1} names, and reports what the machine has; docs/devices.md.
 *
 * <p>Read {@link alexnet.engine.devices.Devices} first, then its result {@link alexnet.engine.devices.DeviceSet}. This
 * is the only package that knows both CUDA devices and the emulator.
 */
package alexnet.engine.devices;
