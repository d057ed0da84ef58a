/**
 * Counts what a kernel launch does, as a GPU would do it: instructions, memory sectors, shared-memory passes,
 * divergence. From the counts it derives occupancy and a roofline for a named GPU. docs/profiling.md explains the
 * figures.
 *
 * <p>Read {@link alexnet.engine.emulator.profile.LaunchProfiler} first: it observes a device and gives one {@link
 * alexnet.engine.emulator.profile.LaunchProfile} per launch. All counts are exact and the same in every run. All times
 * are bounds computed from data-sheet figures ({@link alexnet.engine.emulator.profile.Gpu}), not measurements.
 */
package alexnet.engine.emulator.profile;
