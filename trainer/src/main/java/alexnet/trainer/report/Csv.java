package alexnet.trainer.report;

/** Cells of CSV files (RFC 4180). */
final class Csv {

    private Csv() {}

    /** A cell, in quotes where it needs them. */
    static String cell(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
