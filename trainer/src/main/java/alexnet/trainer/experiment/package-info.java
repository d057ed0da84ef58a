/**
 * Recipes for the tables and figures of the paper. Start with {@link alexnet.trainer.experiment.Recipe}; {@link
 * alexnet.trainer.experiment.ExperimentPlan} is one with the user's data and options, {@link
 * alexnet.trainer.experiment.ExperimentRunner} goes through it, {@link alexnet.trainer.experiment.Comparison} ends it.
 */
package alexnet.trainer.experiment;
