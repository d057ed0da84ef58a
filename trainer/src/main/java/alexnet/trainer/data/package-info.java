/**
 * From files to mini-batches: image decoding, resizing, packing, the packed data set, and the thread that fills
 * batches. Everything that is random here is a function of a seed and a position, never of time or threads.
 */
package alexnet.trainer.data;
