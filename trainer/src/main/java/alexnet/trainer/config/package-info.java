/**
 * Options from YAML files and the command line. {@link alexnet.trainer.config.ConfigFile} reads a file, {@link
 * alexnet.trainer.config.OptionLayers} puts files under the command line, and {@link alexnet.trainer.config.ResolvedConfig}
 * is what came out.
 */
package alexnet.trainer.config;
