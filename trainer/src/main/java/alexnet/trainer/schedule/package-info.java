/** Learning-rate schedules, rules for single tensors, and early stopping. */
package alexnet.trainer.schedule;
