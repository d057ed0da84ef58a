/**
 * The data set on disk: squares of one size in NumPy files, with labels, mean and colour axes. {@link
 * alexnet.trainer.data.packed.Packer} makes one, {@link alexnet.trainer.data.packed.PackedDataset} reads it (start there),
 * {@link alexnet.trainer.data.packed.DatasetCache} packs what was not packed yet.
 */
package alexnet.trainer.data.packed;
