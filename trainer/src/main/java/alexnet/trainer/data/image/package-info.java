/**
 * One picture: from a JPEG or PNG file to a square of RGB values. Start with {@link
 * alexnet.trainer.data.image.ImageDecoder}, then {@link alexnet.trainer.data.image.Resize}.
 */
package alexnet.trainer.data.image;
