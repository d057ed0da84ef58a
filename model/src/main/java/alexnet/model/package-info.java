/** Networks as data, their run over several devices, and their weights in files. */
package alexnet.model;
