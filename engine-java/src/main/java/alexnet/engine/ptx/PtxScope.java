package alexnet.engine.ptx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of one pair of braces in a function: registers, variables, parameters and labels, which share one name
 * space (PTX ISA, Variables). Ranges of registers such as {@code %r<100>} are kept as ranges, so that a declaration
 * costs the same for any count.
 */
final class PtxScope {

    /** Registers {@code prefix0} to {@code prefix(count-1)}. */
    private record Range(long count, PtxType type, int lanes) {}

    private static final int MOST_DIGITS = 10;
    private static final List<String> COMPONENTS = List.of("xyzw", "rgba");

    final PtxScope parent;
    /** Line of the brace that opens it. */
    final int line;

    private final int number;
    private final Map<String, PtxOperand> names = new HashMap<>();
    private final Map<String, Range> ranges = new HashMap<>();
    /** For names that end in digits: the least number declared behind each prefix. */
    private final Map<String, Long> numbered = new HashMap<>();

    PtxScope(PtxScope parent, int number, int line) {
        this.parent = parent;
        this.number = number;
        this.line = line;
    }

    /** The unique form of a name: different from those of all other scopes of the function. */
    String unique(String name) {
        return number == 0 ? name : name + "#" + number;
    }

    /** Declares a register, or a vector of 2 or 4; false where the name is taken. */
    boolean register(String name, PtxType type, int lanes) {
        if (inRange(name) != null) {
            return false;
        }
        long least = -1;
        for (int cut = name.length(); (cut = cutBefore(name, cut)) > 0; ) {
            least = Long.parseLong(name, cut, name.length(), 10);
            numbered.merge(name.substring(0, cut), least, Math::min);
        }
        return names.putIfAbsent(name, operand(name, type, lanes)) == null;
    }

    /** Declares registers {@code prefix0} to {@code prefix(count-1)}; false where a name is taken. */
    boolean registers(String prefix, long count, PtxType type, int lanes) {
        Long least = numbered.get(prefix);
        return (least == null || least >= count) && ranges.putIfAbsent(prefix, new Range(count, type, lanes)) == null;
    }

    /** Declares a variable, parameter, label or list; false where the name is taken. */
    boolean symbol(String name) {
        return inRange(name) == null && names.putIfAbsent(name, new PtxOperand.Symbol(unique(name), 0)) == null;
    }

    /** Looks a name up in this scope and those around it; null if it is not declared. */
    PtxOperand find(String name) {
        for (PtxScope scope = this; scope != null; scope = scope.parent) {
            PtxOperand found = scope.names.get(name);
            if (found == null) {
                Range range = scope.inRange(name);
                if (range != null) {
                    found = scope.operand(name, range.type, range.lanes);
                    scope.names.put(name, found);
                }
            }
            if (found != null) {
                return found;
            }
        }
        int dot = name.indexOf('.');
        return dot < 0 ? null : component(name, dot);
    }

    private PtxOperand component(String name, int dot) {
        if (dot != name.length() - 2 || !(find(name.substring(0, dot)) instanceof PtxOperand.Vector vector)) {
            return null;
        }
        for (String letters : COMPONENTS) {
            int index = letters.indexOf(name.charAt(dot + 1));
            if (index >= 0 && index < vector.elements().size()) {
                return vector.elements().get(index);
            }
        }
        return null;
    }

    private PtxOperand operand(String name, PtxType type, int lanes) {
        if (lanes == 1) {
            return new PtxOperand.Register(name + "#" + number, type);
        }
        PtxOperand[] elements = new PtxOperand[lanes];
        for (int i = 0; i < lanes; i++) {
            elements[i] = new PtxOperand.Register(name + "." + COMPONENTS.get(0).charAt(i) + "#" + number, type);
        }
        return new PtxOperand.Vector(List.of(elements));
    }

    private Range inRange(String name) {
        if (ranges.isEmpty()) {
            return null;
        }
        for (int cut = name.length(); (cut = cutBefore(name, cut)) > 0; ) {
            Range range = ranges.get(name.substring(0, cut));
            if (range != null && Long.parseLong(name, cut, name.length(), 10) < range.count) {
                return range;
            }
        }
        return null;
    }

    /** The next position before {@code cut} at which the rest of a name is a number without leading zeros. */
    private static int cutBefore(String name, int cut) {
        for (int at = cut - 1; at > 0 && name.length() - at <= MOST_DIGITS; at--) {
            char c = name.charAt(at);
            if (c < '0' || c > '9') {
                return -1;
            }
            if (c != '0' || at == name.length() - 1) {
                return at;
            }
        }
        return -1;
    }
}
