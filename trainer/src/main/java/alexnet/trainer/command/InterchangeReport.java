package alexnet.trainer.command;

import alexnet.model.interchange.WeightFormat;
import alexnet.trainer.evaluate.Interchange.Written;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The closing report of {@code import} and {@code export}. */
final class InterchangeReport {

    private InterchangeReport() {}

    static String text(Written written, WeightFormat format) {
        return String.format(
                Locale.ROOT,
                "%d tensors, %,d values of %s with %d classes, %s, in %s",
                written.tensors(),
                written.values(),
                written.network(),
                written.classes(),
                format,
                written.file());
    }

    static Map<String, Object> json(Written written, WeightFormat format) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", written.file().toString());
        result.put("format", format.toString());
        result.put("network", written.network());
        result.put("classes", written.classes());
        result.put("tensors", written.tensors());
        result.put("values", written.values());
        return result;
    }
}
