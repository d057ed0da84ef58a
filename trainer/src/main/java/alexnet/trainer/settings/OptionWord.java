package alexnet.trainer.settings;

import alexnet.model.text.Spelling;
import alexnet.model.text.Words;
import alexnet.trainer.failure.UsageException;
import java.util.List;

/** Reads options that take one word of a few. */
public final class OptionWord {

    private OptionWord() {}

    /**
     * The constant that a word names, in small letters.
     *
     * @throws UsageException listing the words
     */
    public static <E extends Enum<E>> E constant(String option, Class<E> type, String word) {
        List<String> words = Words.all(type);
        return Words.find(type, word)
                .orElseThrow(() -> new UsageException(
                        option,
                        "unknown word (expected " + String.join(", ", words) + ", found '" + word + "')",
                        Spelling.hint(word, words)));
    }

    /**
     * The word itself, where it is one of {@code choices}.
     *
     * @throws UsageException listing the choices
     */
    public static String oneOf(String option, List<String> choices, String word) {
        if (!choices.contains(word)) {
            throw new UsageException(
                    option,
                    "unknown value (expected one of " + String.join(", ", choices) + ", found '" + word + "')",
                    Spelling.hint(word, choices));
        }
        return word;
    }
}
