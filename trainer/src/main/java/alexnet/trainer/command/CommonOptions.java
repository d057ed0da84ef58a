package alexnet.trainer.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "YAML file with options (names without dashes); the command line overrides it")
    Path config;

    @Option(
            names = {"-v", "--verbose"},
            description = "print a stack trace with errors")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this help")
    boolean help;
}
