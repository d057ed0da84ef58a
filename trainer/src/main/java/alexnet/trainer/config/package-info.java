/** Options from YAML files and the command line, and their resolved values. */
package alexnet.trainer.config;
