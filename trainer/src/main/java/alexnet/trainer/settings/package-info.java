/**
 * The options of training as picocli reads them and as the trainer uses them: each group is one class with its options,
 * their defaults and their checks. Start with {@link alexnet.trainer.settings.TrainSettings}, which lists the groups, then
 * {@link alexnet.trainer.settings.LearningSettings} as an example of one.
 */
package alexnet.trainer.settings;
