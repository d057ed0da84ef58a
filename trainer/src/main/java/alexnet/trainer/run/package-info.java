/**
 * A run's folder and what it says while it trains. Start with {@link alexnet.trainer.run.RunFiles}, which lists what lies in
 * the folder, then {@link alexnet.trainer.run.RunFinder}, which finds it again. {@link alexnet.trainer.run.RunLog} prints.
 */
package alexnet.trainer.run;
