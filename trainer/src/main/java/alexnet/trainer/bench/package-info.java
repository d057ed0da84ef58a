/**
 * What {@code bench} measures: kernels, matrix products compared with plain Java loops, training steps and how they scale.
 *
 * <p>Start with {@link alexnet.trainer.bench.Bench}, which runs the measurements one after the other. {@code KernelMeasurement},
 * {@code ProductMeasurement} and {@code StepMeasurement} are the kinds of measurement; all take their rounds from {@code Sampler},
 * which knows when a measurement has settled. {@code BenchText} prints the table.
 */
package alexnet.trainer.bench;
