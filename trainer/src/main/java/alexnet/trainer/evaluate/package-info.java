/**
 * Trained weights in use: error rates, guesses, features, and their way to and from other programs. Start with {@link
 * alexnet.trainer.evaluate.TrainedModel}, which finds weights and loads them, then {@link
 * alexnet.trainer.evaluate.Ensemble} and {@link alexnet.trainer.evaluate.Evaluator}.
 */
package alexnet.trainer.evaluate;
