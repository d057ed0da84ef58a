/**
 * How the learning rate goes on, and when training stops by itself. Start with {@link
 * alexnet.trainer.schedule.Schedule}; {@link alexnet.trainer.schedule.TensorRates} lets single tensors differ.
 */
package alexnet.trainer.schedule;
