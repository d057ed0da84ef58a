/**
 * What a kernel launch did on the emulator, counted as a GPU would do it: instructions, memory sectors, shared-memory
 * passes, divergence; and what that means on a named GPU: occupancy and a roofline.
 *
 * <p>{@link alexnet.engine.emulator.profile.LaunchProfiler} observes a device and gives one {@link
 * alexnet.engine.emulator.profile.LaunchProfile} per launch. All counts are exact and the same in every run; all times are
 * bounds computed from a table of data-sheet figures ({@link alexnet.engine.emulator.profile.Gpu}), not measurements.
 */
package alexnet.engine.emulator.profile;
