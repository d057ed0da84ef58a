package alexnet.trainer.command;

import alexnet.trainer.config.OptionLayers;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.file.DurableFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share: the common options, the console and where the values of options came from. */
public abstract class AlexnetCommand implements Callable<Integer> {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    private final Console console;

    /** @param console where the command prints */
    AlexnetCommand(Console console) {
        this.console = console;
    }

    /** Where the command prints. */
    final Console console() {
        return console;
    }

    /** The command as picocli knows it. */
    final CommandSpec spec() {
        return spec;
    }

    /** Which file gave which option. */
    final OptionLayers layers() {
        return (OptionLayers) spec.defaultValueProvider();
    }

    /** Does the command's work and gives the exit code. */
    @Override
    public abstract Integer call();

    /**
     * Looks, before long work begins, whether the files that it ends with can be written.
     *
     * @param files each may be null, where nobody asked for it
     * @throws StorageException naming the first that cannot
     */
    static void requireWritable(Path... files) {
        for (Path file : files) {
            if (file != null) {
                DurableFiles.requireWritable(file);
            }
        }
    }

    /**
     * Writes a result for programs.
     *
     * @param file or null, where nobody asked for it
     * @throws StorageException where it cannot be written
     */
    static void writeJson(Path file, Object result) {
        if (file == null) {
            return;
        }
        try {
            DurableFiles.replace(file, JSON.writeValueAsString(result) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result did not become JSON", e);
        }
    }
}
