/**
 * What goes wrong, and how it is told. {@link alexnet.trainer.failure.TrainerException} carries subject, reason and hint;
 * each of its kinds has an exit code in {@link alexnet.trainer.failure.ExitCode}; {@link
 * alexnet.trainer.failure.Failures} turns it into lines on the {@link alexnet.trainer.failure.Console}.
 */
package alexnet.trainer.failure;
