/** Checkpoints that survive a crash at any moment, and the state from which a run resumes. */
package alexnet.trainer.checkpoint;
