/** What {@code bench} measures: kernels, matrix products beside plain Java loops, training steps and how they scale. */
package alexnet.trainer.bench;
