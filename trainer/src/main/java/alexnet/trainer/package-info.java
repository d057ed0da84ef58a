/** The launcher, the training loop and everything around a run: schedules, checkpoints, metrics, evaluation. */
package alexnet.trainer;
