/** Options from YAML files and the command line, and what came out of them. */
package alexnet.trainer.config;
