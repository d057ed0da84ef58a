package alexnet.engine.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the operating system's loader reports about native libraries. */
final class NativeLibraries {

    /** Finds the loader's message within the long text of JCuda. */
    private static final Pattern LOADER_SENTENCE = Pattern.compile(
            "([\\w.+-]+\\.so[\\w.]*): (cannot open shared object file|undefined symbol|version [^\n]*)");

    private NativeLibraries() {}

    /** The loader's message about a library that did not load, or the first line of the error. */
    static String reason(LinkageError error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            Matcher matcher = LOADER_SENTENCE.matcher(message);
            String last = null;
            while (matcher.find()) {
                last = matcher.group(1) + ": " + matcher.group(2);
            }
            if (last != null) {
                return last;
            }
        }
        return String.valueOf(error.getMessage()).lines().findFirst().orElse(error.toString());
    }

    /** The file of a loaded library whose name begins with this prefix, if the system reports it. */
    static Optional<String> loadedFrom(String prefix) {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.map(line -> line.indexOf('/') < 0 ? "" : line.substring(line.indexOf('/')))
                    .filter(path -> path.substring(path.lastIndexOf('/') + 1).startsWith(prefix))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
