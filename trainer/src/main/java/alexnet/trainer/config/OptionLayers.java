package alexnet.trainer.config;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Default values for options that the command line does not name: those of the first file that has one. */
public final class OptionLayers implements IDefaultValueProvider {

    private final List<ConfigFile> files;

    /** @param files the strongest first */
    public OptionLayers(List<ConfigFile> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String key = key(option);
        return origin(key).map(file -> file.values().get(key)).orElse(null);
    }

    /** The file that decides {@code key}. */
    public Optional<ConfigFile> origin(String key) {
        return files.stream().filter(file -> file.values().containsKey(key)).findFirst();
    }

    /** An option's name in files: the long one without its dashes. */
    public static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}
