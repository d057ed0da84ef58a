/**
 * Loss and error rates: summed over a batch of pictures ({@link alexnet.trainer.metrics.RunningSums}, read it first), and as
 * a row per epoch in {@link alexnet.trainer.metrics.MetricsLog}.
 */
package alexnet.trainer.metrics;
