/**
 * Checkpoints that survive a crash at any moment. Start with {@link alexnet.trainer.checkpoint.CheckpointStore}; {@link
 * alexnet.trainer.checkpoint.TrainState} is what a run goes on from, beside its weights.
 */
package alexnet.trainer.checkpoint;
