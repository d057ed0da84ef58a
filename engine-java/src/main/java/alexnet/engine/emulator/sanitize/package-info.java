/**
 * The sanitizer: checkers for uninitialised reads, races, misused barriers and warp synchronisation, and leaks;
 * docs/emulator/checkers.md.
 *
 * <p>Read {@link alexnet.engine.emulator.sanitize.Sanitizer} first, then {@link
 * alexnet.engine.emulator.sanitize.LaunchChecker}, which passes the accesses of a launch to {@code GlobalChecker},
 * {@code SharedChecker} and {@code LocalChecker}. {@link alexnet.engine.emulator.sanitize.SanitizerReport} collects
 * what they find.
 */
package alexnet.engine.emulator.sanitize;
