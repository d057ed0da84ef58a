package alexnet.engine.emulator.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Formats of printf against a table that the C library of a Linux machine wrote (printf.txt). */
final class PrintFormatTest {

    /** Arguments as 64 bits each. */
    private static final class Values implements PrintFormat.Source {
        private final long[] values;
        private int next;

        Values(long... values) {
            this.values = values;
        }

        @Override
        public int nextInt() {
            return (int) values[next++];
        }

        @Override
        public long nextLong() {
            return values[next++];
        }

        @Override
        public String text(long address) {
            return address == 0 ? "(null)" : "abcdef".substring((int) address - 1);
        }
    }

    private static String format(String format, long... values) {
        return PrintFormat.format(format, new Values(values));
    }

    @Test
    void numbersAsTheCLibraryWritesThem() {
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (String line : table().split("\n")) {
            if (!line.startsWith("#")) {
                String[] parts = line.split("\t", -1);
                long bits = Long.parseUnsignedLong(parts[1].substring(1), 16);
                String found = format(parts[0], bits);
                if (!found.equals(parts[2])) {
                    wrong.add(parts[0] + " of " + parts[1] + ": expected '" + parts[2] + "', found '" + found + "'");
                }
                rows++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).isGreaterThan(900);
    }

    private static String table() {
        try (InputStream in = PrintFormatTest.class.getResourceAsStream("printf.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void textsAndPointers() {
        assertThat(format("<%s|%5s|%-8s|%.2s|%10.3s>", 1, 4, 3, 2, 1))
                .isEqualTo("<abcdef|  def|cdef    |bc|       abc>");
        assertThat(format("%s %p %20p|%-8p|", 0, 0x1040000010L, 0xabcL, 0))
                .isEqualTo("(null) 0x1040000010 " + "               0xabc|(nil)   |");
    }

    @Test
    void widthAndPrecisionFromArguments() {
        assertThat(format("%*d|%-*d|%*d|", 6, 42, 6, 42, -6, 42)).isEqualTo("    42|42    |42    |");
        assertThat(format("%.*f|%.*f|", 2, Double.doubleToLongBits(2.345), -1, Double.doubleToLongBits(0.5)))
                .isEqualTo("2.35|0.500000|");
        assertThat(format("%*.*e", 12, 3, Double.doubleToLongBits(12345))).isEqualTo("   1.234e+04");
    }

    @Test
    void whatIsNoConversionIsCopied() {
        assertThat(format("100%% of %d%%, %y %", 7)).isEqualTo("100% of 7%, %y %");
        assertThat(format("")).isEmpty();
    }

    /** A width that no line needs must not fill the memory. */
    @Test
    void hugeWidthsAreCut() {
        assertThat(format("%999999999d", 5)).hasSize(4096).endsWith(" 5");
        assertThat(format("%*d", Integer.MIN_VALUE, 5)).hasSize(4096).startsWith("5 ");
        assertThat(format("%.999999999f", Double.doubleToLongBits(1))).hasSize(4098);
    }
}
