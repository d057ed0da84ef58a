/** Checkpoints that survive a crash at any moment, and the state a run goes on from. */
package alexnet.trainer.checkpoint;
