package alexnet.trainer.command;

import alexnet.trainer.failure.Suggestion;
import alexnet.trainer.failure.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads options that take one word of a few. */
final class Words {

    private Words() {}

    /**
     * The constant that a word names, in lower case.
     *
     * @throws UsageException listing the words
     */
    static <E extends Enum<E>> E of(String option, Class<E> type, String word) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        int index = words.indexOf(word);
        if (index < 0) {
            throw new UsageException(
                    option,
                    "unknown word (expected " + String.join(", ", words) + ", found '" + word + "')",
                    Suggestion.hint(word, words));
        }
        return type.getEnumConstants()[index];
    }
}
