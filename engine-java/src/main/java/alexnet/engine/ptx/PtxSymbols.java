package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of a module: its variables, functions and aliases. */
final class PtxSymbols {

    private final PtxTokens tokens;
    private final Map<String, PtxVariable> variables = new LinkedHashMap<>();
    /** Where those variables are declared that are only {@code .extern} so far. */
    private final Map<String, Token> external = new LinkedHashMap<>();

    private final Map<String, PtxPrototype> prototypes = new HashMap<>();
    private final Map<String, PtxKernelText> bodies = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();

    private final PtxHeaderText header;
    private final PtxRoom room = new PtxRoom();

    PtxSymbols(PtxTokens tokens, PtxHeaderText header) {
        this.tokens = tokens;
        this.header = header;
    }

    PtxHeaderText header() {
        return header;
    }

    /** What the module's variables take so far. */
    PtxRoom room() {
        return room;
    }

    boolean knows(String name) {
        return variables.containsKey(name) || prototypes.containsKey(name);
    }

    /** Adds a variable; one that was declared {@code .extern} before may be defined once. */
    void variable(Token token, PtxVariable variable, boolean isExternal) {
        String name = variable.name();
        PtxVariable before = variables.get(name);
        if (prototypes.containsKey(name) || before != null && !external.containsKey(name) && !isExternal) {
            throw twice(token, name);
        }
        if (before != null
                && (!before.space().equals(variable.space())
                        || before.bytes() != variable.bytes() && before.bytes() != 0 && variable.bytes() != 0)) {
            throw tokens.fail(
                    token,
                    "'" + name + "' is declared twice and differently (expected ." + before.space() + " of "
                            + before.bytes() + " bytes, found ." + variable.space() + " of " + variable.bytes() + ")");
        }
        if (before == null) {
            room.add(tokens, token, variable);
        }
        if (!isExternal) {
            variables.put(name, variable);
            external.remove(name);
        } else if (before == null) {
            variables.put(name, variable);
            external.put(name, token);
        }
    }

    /** Adds a function that is declared, or is about to be defined. */
    void prototype(Token token, PtxPrototype prototype) {
        String name = prototype.name();
        PtxPrototype before = prototypes.get(name);
        if (variables.containsKey(name) || bodies.containsKey(name) || aliases.containsKey(name)) {
            throw twice(token, name);
        }
        if (before != null && !before.matches(prototype)) {
            throw tokens.fail(
                    token,
                    "'" + name + "' is declared twice and differently (expected " + shape(before) + ", found "
                            + shape(prototype) + ")");
        }
        prototypes.put(name, prototype);
    }

    private static String shape(PtxPrototype prototype) {
        return (prototype.entry() ? ".entry with " : ".func with ")
                + prototype.results().stream().map(PtxVariable::bytes).toList() + " bytes of results and "
                + prototype.parameters().stream().map(PtxVariable::bytes).toList() + " bytes of parameters";
    }

    void body(PtxKernelText text) {
        bodies.put(text.name(), text);
    }

    /** {@code .alias name, function}: both must be known, and only the latter have a body. */
    void alias(Token nameToken, String name, Token functionToken, String function) {
        PtxPrototype declared = prototypes.get(name);
        if (declared == null || bodies.containsKey(name) || aliases.containsKey(name)) {
            throw tokens.fail(
                    nameToken,
                    ".alias: '" + name + "' cannot be an alias (expected a function that is declared without a body,"
                            + " found " + (declared == null ? "no such function" : "one with a body") + ")");
        }
        if (!bodies.containsKey(function)
                || bodies.get(function).entry()
                || !prototypes.get(function).matches(declared)) {
            throw tokens.fail(
                    functionToken,
                    ".alias: '" + function + "' cannot have an alias (expected a .func like '" + name
                            + "' with a body before this line, found none)");
        }
        aliases.put(name, function);
    }

    /** @throws alexnet.engine.PtxException where the name is none that an initial value can have */
    void requireAddress(Token token, String name) {
        PtxVariable variable = variables.get(name);
        boolean fits = variable == null
                ? prototypes.containsKey(name) && !prototypes.get(name).entry()
                : variable.space().equals("global") || variable.space().equals("const");
        if (!fits) {
            throw tokens.fail(
                    token,
                    "'" + name + "' is no initial value (expected a .global or .const variable or a .func declared"
                            + " before, found "
                            + (variable == null ? "none of that name" : "a ." + variable.space() + " variable") + ")");
        }
    }

    /** A variable of a size that nobody gives is refused; others that are only declared are there, with zeros. */
    PtxModuleText module(Map<Integer, String> files) {
        external.forEach((name, token) -> {
            PtxVariable variable = variables.get(name);
            if (variable.bytes() == 0 && !variable.space().equals("shared")) {
                throw tokens.fail(
                        token, "'" + name + "' is .extern without a size (expected a definition, found none)");
            }
        });
        return new PtxModuleText(
                tokens.file,
                header,
                List.copyOf(variables.values()),
                new ArrayList<>(bodies.values()),
                prototypes,
                aliases,
                files);
    }

    private RuntimeException twice(Token token, String name) {
        return tokens.fail(token, "'" + name + "' is there twice (expected one definition, found a second)");
    }
}
