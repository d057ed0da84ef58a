/**
 * Files that are whole or not there: {@link alexnet.trainer.file.DurableFiles} writes beside the name, flushes, and
 * renames.
 */
package alexnet.trainer.file;
