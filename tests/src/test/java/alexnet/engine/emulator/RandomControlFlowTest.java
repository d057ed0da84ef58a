package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.emulator.EmulatorOptions.Reconvergence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random control flow over four registers, compared with an interpreter that runs one thread after the other on the graph
 * from which the PTX is written. Fuel bounds every thread's way.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class RandomControlFlowTest {

    private static final int THREADS = 70;
    private static final int FUEL = 60;
    private static final int PROGRAMS = 20;

    /** {@code register[a] = register[a] operation register[b]}; "call" is the function below. */
    private record Step(String operation, int a, int b, int constant) {}

    /** What a block ends with: it goes to the target that {@code (register >> shift) mod targets} picks. */
    private static final class Node {
        final List<Step> steps = new ArrayList<>();
        final List<Node> targets = new ArrayList<>();
        int register;
        int shift;
        boolean writesAndEnds;
        int number;
    }

    private final List<Node> nodes = new ArrayList<>();
    private Random random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyGraph(long seed) {
        for (int program = 0; program < PROGRAMS; program++) {
            begin(seed * 1_000_003 + program);
            int count = 3 + random.nextInt(12);
            for (int i = 0; i < count; i++) {
                node();
            }
            for (Node node : nodes) {
                int targets = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(random.nextInt(4) == 0 ? 5 : 2);
                for (int i = 0; i < targets; i++) {
                    node.targets.add(nodes.get(random.nextInt(count)));
                }
                node.writesAndEnds = targets == 0;
            }
            verify("graph " + seed + "/" + program);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nestedStatements(long seed) {
        for (int program = 0; program < PROGRAMS; program++) {
            begin(seed * 2_000_003 + program);
            Node entry = node();
            Node end = statements(entry, 3, null, null);
            end.writesAndEnds = true;
            verify("statements " + seed + "/" + program);
        }
    }

    private void begin(long seed) {
        random = new Random(seed);
        nodes.clear();
    }

    private Node node() {
        Node node = new Node();
        node.number = nodes.size();
        node.register = random.nextInt(4);
        node.shift = random.nextInt(5);
        String[] operations = {"add", "sub", "xor", "mul", "constant", "shift", "call"};
        for (int i = random.nextInt(4); i > 0; i--) {
            node.steps.add(new Step(
                    operations[random.nextInt(operations.length)],
                    random.nextInt(4),
                    random.nextInt(4),
                    random.nextInt(1 << 16)));
        }
        nodes.add(node);
        return node;
    }

    /** Appends statements to a block; returns the block behind them. */
    private Node statements(Node from, int depth, Node breakTo, Node continueTo) {
        Node at = from;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            at = depth == 0 ? plain(at) : statement(at, depth, breakTo, continueTo);
        }
        return at;
    }

    private Node plain(Node from) {
        Node next = node();
        from.targets.add(next);
        return next;
    }

    private Node statement(Node from, int depth, Node breakTo, Node continueTo) {
        Node behind = node();
        switch (random.nextInt(6)) {
            case 0 -> {
                // if and else
                for (int i = 0; i < 2; i++) {
                    Node branch = node();
                    from.targets.add(branch);
                    statements(branch, depth - 1, breakTo, continueTo).targets.add(behind);
                }
            }
            case 1 -> {
                // a loop with its condition at the start
                Node head = plain(from);
                Node body = node();
                head.targets.add(body);
                head.targets.add(behind);
                statements(body, depth - 1, behind, head).targets.add(head);
            }
            case 2 -> {
                // a loop with its condition at the end
                Node body = plain(from);
                Node last = statements(body, depth - 1, behind, body);
                last.targets.add(body);
                last.targets.add(behind);
            }
            case 3 -> {
                // a switch in which some cases fall through
                Node previous = null;
                for (int i = 0; i < 3 + random.nextInt(3); i++) {
                    Node branch = node();
                    from.targets.add(branch);
                    if (previous != null) {
                        previous.targets.add(random.nextBoolean() ? branch : behind);
                    }
                    previous = statements(branch, depth - 1, behind, continueTo);
                }
                previous.targets.add(behind);
            }
            case 4 -> {
                // break, continue or return under a condition
                Node leave = breakTo == null ? node() : random.nextBoolean() ? breakTo : continueTo;
                if (breakTo == null) {
                    leave.writesAndEnds = true;
                }
                from.targets.add(leave == null ? breakTo : leave);
                from.targets.add(behind);
            }
            default -> from.targets.add(behind);
        }
        return behind;
    }

    private void verify(String name) {
        int[] expected = new int[4 * THREADS];
        for (int t = 0; t < THREADS; t++) {
            System.arraycopy(interpret(t), 0, expected, 4 * t, 4);
        }
        String body = text();
        for (Reconvergence order : Reconvergence.values()) {
            int[] out = new int[4 * THREADS];
            PtxProgram.run(
                    EmulatorOptions.defaults().withReconvergence(order).withStepLimit(1_000_000),
                    PtxProgram.kernel(FUNCTION, 1, body),
                    PtxProgram.threads(THREADS),
                    out);
            assertThat(out).as("%s, %s:%n%s", name, order, body).containsExactly(expected);
        }
    }

    /** A loop of its own length for each thread, with two ways out. */
    private static final String FUNCTION = """
            .func (.param .b32 r) work(.param .b32 x, .param .b32 y) {
            .reg .b32 %a<9>; .reg .pred %q<3>;
            ld.param.u32 %a1, [x];
            ld.param.u32 %a2, [y];
            and.b32 %a3, %a2, 3;
            again:
            setp.eq.u32 %q1, %a3, 0;
            @%q1 bra end;
            mad.lo.u32 %a1, %a1, 3, %a2;
            sub.u32 %a3, %a3, 1;
            and.b32 %a4, %a1, 64;
            setp.eq.u32 %q2, %a4, 0;
            @%q2 bra again;
            not.b32 %a1, %a1;
            st.param.b32 [r], %a1;
            ret;
            end:
            st.param.b32 [r], %a1;
            ret;
            }
            """;

    private static int work(int x, int y) {
        int value = x;
        for (int i = y & 3; i > 0; i--) {
            value = value * 3 + y;
            if ((value & 64) != 0) {
                return ~value;
            }
        }
        return value;
    }

    private static int start(int register, int thread) {
        return (thread * 2 + 1) * (7919 + 104_729 * register) ^ thread << register;
    }

    private int[] interpret(int thread) {
        int[] r = new int[4];
        for (int i = 0; i < 4; i++) {
            r[i] = start(i, thread);
        }
        Node at = nodes.get(0);
        for (int fuel = FUEL; fuel > 0; fuel--) {
            for (Step step : at.steps) {
                r[step.a] = switch (step.operation) {
                    case "add" -> r[step.a] + r[step.b];
                    case "sub" -> r[step.a] - r[step.b];
                    case "xor" -> r[step.a] ^ r[step.b];
                    case "mul" -> r[step.a] * r[step.b];
                    case "constant" -> r[step.b] + step.constant;
                    case "shift" -> r[step.b] >>> step.constant % 32;
                    default -> work(r[step.a], r[step.b]);
                };
            }
            if (at.writesAndEnds || at.targets.isEmpty()) {
                return r;
            }
            at = at.targets.get(Integer.remainderUnsigned(r[at.register] >>> at.shift, at.targets.size()));
        }
        return r;
    }

    private String text() {
        StringBuilder text = new StringBuilder("mov.u32 %r9, " + FUEL + ";\nmul.lo.u32 %r8, %r0, 2;\n"
                + "add.u32 %r8, %r8, 1;\nshl.b32 %r7, %r0, 4;\ncvt.u64.u32 %rd9, %r7;\nadd.s64 %rd9, %rd9, %rd0;\n");
        for (int i = 0; i < 4; i++) {
            text.append("mul.lo.u32 %r1").append(i).append(", %r8, ").append(7919 + 104_729 * i);
            text.append(";\nshl.b32 %r7, %r0, ")
                    .append(i)
                    .append(";\nxor.b32 %r1")
                    .append(i);
            text.append(", %r1").append(i).append(", %r7;\n");
        }
        text.append("bra n0;\n");
        List<Node> layout = new ArrayList<>(nodes);
        Collections.shuffle(layout, random);
        layout.forEach(node -> write(text, node));
        return text + "finish:\n" + STORE;
    }

    private static final String STORE = "st.global.v4.u32 [%rd9], {%r10, %r11, %r12, %r13};\n";

    private void write(StringBuilder text, Node node) {
        text.append('n').append(node.number).append(":\nsetp.eq.u32 %p1, %r9, 0;\n@%p1 bra finish;\n");
        text.append("sub.u32 %r9, %r9, 1;\n");
        node.steps.forEach(step -> write(text, step));
        if (node.writesAndEnds || node.targets.isEmpty()) {
            text.append(STORE).append(node.number % 2 == 0 ? "ret;\n" : "exit;\n");
            return;
        }
        int count = node.targets.size();
        if (count == 1) {
            text.append("bra n").append(node.targets.get(0).number).append(";\n");
            return;
        }
        text.append("shr.u32 %r7, %r1")
                .append(node.register)
                .append(", ")
                .append(node.shift)
                .append(";\n");
        text.append("rem.u32 %r7, %r7, ").append(count).append(";\n");
        if (count == 2) {
            text.append("setp.ne.u32 %p2, %r7, 0;\n@%p2 bra n").append(node.targets.get(1).number);
            text.append(";\nbra n").append(node.targets.get(0).number).append(";\n");
            return;
        }
        text.append('t').append(node.number).append(": .branchtargets ");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "n" : ", n").append(node.targets.get(i).number);
        }
        text.append(";\nbrx.idx %r7, t").append(node.number).append(";\n");
    }

    private static void write(StringBuilder text, Step step) {
        String a = "%r1" + step.a;
        String b = "%r1" + step.b;
        text.append(
                switch (step.operation) {
                    case "add", "sub" -> step.operation + ".u32 " + a + ", " + a + ", " + b;
                    case "xor" -> "xor.b32 " + a + ", " + a + ", " + b;
                    case "mul" -> "mul.lo.u32 " + a + ", " + a + ", " + b;
                    case "constant" -> "add.u32 " + a + ", " + b + ", " + step.constant;
                    case "shift" -> "shr.u32 " + a + ", " + b + ", " + step.constant % 32;
                    default ->
                        "{ .param .b32 x; .param .b32 y; .param .b32 z;\nst.param.b32 [x], " + a
                                + ";\nst.param.b32 [y], " + b + ";\ncall (z), work, (x, y);\nld.param.b32 " + a
                                + ", [z]; }";
                });
        text.append(";\n");
    }
}
