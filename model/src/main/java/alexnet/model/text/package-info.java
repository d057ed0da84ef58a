/**
 * Single words of options and files: those that stand for the constants of enums ({@link alexnet.model.text.Words}, read
 * it first), and what a misspelt one may have meant.
 */
package alexnet.model.text;
