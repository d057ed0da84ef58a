/** The kinds of layer that a network file can name: what each reads from the file, its shapes, and its work on a GPU. */
package alexnet.model.layer;
