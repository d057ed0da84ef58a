/**
 * From files to mini-batches. The rooms in the order of the data: {@code source} (pictures with labels, as others store
 * them), {@code image} (decoding, resizing), {@code packed} (our data set on disk), {@code batch} (what a step reads).
 * Everything that is random here is a function of a seed and a position, never of time or threads: {@link
 * alexnet.trainer.data.RandomPurpose} and {@link alexnet.trainer.data.Shuffle}, which all of them use.
 */
package alexnet.trainer.data;
