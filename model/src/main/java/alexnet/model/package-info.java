/**
 * Networks as data, their run over several devices, and their weights in files. In the order of reading: {@link
 * alexnet.model.Network} (a network file, planned), {@link alexnet.model.Point} and {@link alexnet.model.Preset} (where
 * paper, program and Caffe differ), {@link alexnet.model.SplitNetwork} (the network on devices, one {@code GpuPart} each,
 * with an {@code Exchange} where parts cross), {@link alexnet.model.Safetensors} and {@link alexnet.model.WeightLayout}
 * (weights in files).
 */
package alexnet.model;
