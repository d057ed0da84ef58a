/**
 * The kinds of layer that a network file can name. Start with {@link alexnet.model.layer.LayerKind} (the keys in the file,
 * shapes, tensors) and {@link alexnet.model.layer.Layer} (the work on a GPU), then {@link alexnet.model.layer.ReluLayer} as
 * the smallest of them. {@link alexnet.model.layer.LayerKinds} is the registry.
 */
package alexnet.model.layer;
