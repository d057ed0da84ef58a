/**
 * Labelled pictures as others store them: class folders, tar, MNIST, CIFAR-10, and pictures that are drawn. Start with {@link
 * alexnet.trainer.data.source.ImageSource}, then {@link alexnet.trainer.data.source.SourceFinder}.
 */
package alexnet.trainer.data.source;
