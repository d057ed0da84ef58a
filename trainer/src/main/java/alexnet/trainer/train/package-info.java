/**
 * Training. {@link alexnet.trainer.train.TrainingRun} takes a run from its settings to its last line, its {@code
 * TrainingLoop} goes over epochs and steps.
 */
package alexnet.trainer.train;
