/**
 * Runs representative launches of every kernel under the emulator's profiler; docs/profiling.md explains the counts.
 *
 * <p>Read {@link alexnet.kernels.profile.RepresentativeLaunches} first, the list of launches, then {@link
 * alexnet.kernels.profile.LaunchCounts}, the counts of one launch.
 */
package alexnet.kernels.profile;
