/**
 * What a training step reads. {@link alexnet.trainer.data.batch.BatchPlan} says which pictures, and how each is cropped,
 * mirrored and coloured (start there); {@link alexnet.trainer.data.batch.BatchLoader} reads one batch ahead.
 */
package alexnet.trainer.data.batch;
