package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.KernelFaultException;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Votes, matches and reductions by several groups of each warp at once, whose masks are their own and name threads that
 * have exited as well.
 */
final class WarpVoteTest {

    private static final int THREADS = 256;

    /** Values, masks of the threads' groups, and who has exited. */
    private static final class Setting {
        final long[] values = new long[THREADS];
        final int[] masks = new int[THREADS];
        final boolean[] exited = new boolean[THREADS];
        final byte[] input = new byte[THREADS * 16];

        Setting(int different) {
            Random random = new Random(23);
            long[] choices = random.longs(different).toArray();
            for (int warp = 0; warp < THREADS; warp += 32) {
                int groups = 1 + warp / 32 % 4;
                int[] group = new int[32];
                int[] mask = new int[groups];
                for (int lane = 0; lane < 32; lane++) {
                    group[lane] = random.nextInt(groups);
                    mask[group[lane]] |= 1 << lane;
                    values[warp + lane] = choices[random.nextInt(1 + random.nextInt(different))];
                    exited[warp + lane] = warp >= 128 && random.nextInt(5) == 0;
                }
                for (int lane = 0; lane < 32; lane++) {
                    masks[warp + lane] = mask[group[lane]];
                }
            }
            for (int t = 0; t < THREADS; t++) {
                ByteProgram.put(input, t * 16, 8, values[t]);
                ByteProgram.put(input, t * 16 + 8, 4, masks[t]);
                ByteProgram.put(input, t * 16 + 12, 4, exited[t] ? 1 : 0);
            }
        }

        /** Whether a lane of the thread's warp takes part with it. */
        boolean member(int thread, int lane) {
            return (masks[thread] >>> lane & 1) == 1 && !exited[thread / 32 * 32 + lane];
        }

        /** Results as two words for each thread: 32 bits, and a predicate or the rest. */
        int[] run(String body) {
            byte[] out = new byte[THREADS * 8];
            ByteProgram.run(ByteProgram.text("", 2, """
                            mul.wide.u32 %l2, %r0, 16;
                            add.s64 %l2, %l0, %l2;
                            ld.global.u64 %l3, [%l2];
                            cvt.u32.u64 %r3, %l3;
                            ld.global.v2.u32 {%r4, %r5}, [%l2+8];
                            setp.ne.u32 %p1, %r5, 0;
                            @%p1 exit;
                            and.b32 %r6, %r3, 1;
                            setp.ne.u32 %p2, %r6, 0;
                            mov.u32 %r10, 7;
                            mov.u32 %r11, 7;
                            """ + body + """
                            mul.wide.u32 %l2, %r0, 8;
                            add.s64 %l2, %l1, %l2;
                            st.global.v2.u32 [%l2], {%r10, %r11};
                            """), ByteProgram.threads(THREADS), input, out);
            int[] words = new int[THREADS * 2];
            for (int i = 0; i < words.length; i++) {
                words[i] = (int) ByteProgram.number(out, 4 * i, 4);
            }
            return words;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vote.sync.all.pred", "vote.sync.any.pred", "vote.sync.uni.pred", "vote.sync.ballot.b32"})
    void votesOfGroups(String form) {
        Setting setting = new Setting(3);
        boolean ballot = form.endsWith("b32");
        for (boolean negated : new boolean[] {false, true}) {
            String source = (negated ? "!" : "") + "%p2, %r4;\n";
            int[] out = setting.run(
                    ballot ? form + " %r10, " + source : form + " %p3, " + source + "selp.u32 %r10, 1, 0, %p3;\n");
            for (int t = 0; t < THREADS; t++) {
                if (!setting.exited[t]) {
                    int yes = 0;
                    int no = 0;
                    for (int lane = 0; lane < 32; lane++) {
                        if (setting.member(t, lane)) {
                            boolean vote = (setting.values[t / 32 * 32 + lane] & 1) == (negated ? 0 : 1);
                            yes |= vote ? 1 << lane : 0;
                            no |= vote ? 0 : 1 << lane;
                        }
                    }
                    int expected = answer(form, yes, no);
                    assertThat(out[2 * t]).as("%s, thread %d", form, t).isEqualTo(expected);
                }
            }
        }
    }

    private static int answer(String form, int yes, int no) {
        return switch (form.substring(form.indexOf('.', 4) + 1).replaceFirst("^sync\\.", "")) {
            case "all.pred" -> no == 0 ? 1 : 0;
            case "any.pred" -> yes != 0 ? 1 : 0;
            case "uni.pred" -> yes == 0 || no == 0 ? 1 : 0;
            default -> yes;
        };
    }

    /** Without a mask, those vote that are on the same path. */
    @ParameterizedTest
    @ValueSource(strings = {"vote.all.pred", "vote.any.pred", "vote.uni.pred", "vote.ballot.b32"})
    void votesOfThoseThatAreHere(String form) {
        Setting setting = new Setting(3);
        boolean ballot = form.endsWith("b32");
        int[] out = setting.run("and.b32 %r7, %r0, 2;\nsetp.eq.u32 %p4, %r7, 0;\n@%p4 bra over;\n"
                + (ballot ? form + " %r10, %p2;\n" : form + " %p3, %p2;\nselp.u32 %r10, 1, 0, %p3;\n") + "over:\n");
        for (int t = 0; t < THREADS; t++) {
            if (!setting.exited[t]) {
                int yes = 0;
                int no = 0;
                for (int lane = 0; lane < 32; lane++) {
                    int other = t / 32 * 32 + lane;
                    if (!setting.exited[other] && (lane & 2) != 0) {
                        yes |= (int) (setting.values[other] & 1) << lane;
                        no |= (int) (~setting.values[other] & 1) << lane;
                    }
                }
                assertThat(out[2 * t])
                        .as("%s, thread %d", form, t)
                        .isEqualTo((t & 2) == 0 ? 7 : answer("vote." + form.substring(5), yes, no));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"match.any.sync.b32, 32", "match.any.sync.b64, 64", "match.all.sync.b32, 32", "match.all.sync.b64, 64"})
    void matches(String form, int bits) {
        Setting setting = new Setting(2);
        boolean all = form.contains(".all.");
        String value = bits == 32 ? "%r3" : "%l3";
        int[] out = setting.run(form + " %r10" + (all ? "|%p3" : "") + ", " + value + ", %r4;\n"
                + (all ? "selp.u32 %r11, 1, 0, %p3;\n" : ""));
        for (int t = 0; t < THREADS; t++) {
            if (!setting.exited[t]) {
                int members = 0;
                int same = 0;
                for (int lane = 0; lane < 32; lane++) {
                    if (setting.member(t, lane)) {
                        members |= 1 << lane;
                        long difference = setting.values[t] ^ setting.values[t / 32 * 32 + lane];
                        same |= (bits == 32 ? (int) difference : difference) == 0 ? 1 << lane : 0;
                    }
                }
                int expected = all && same != members ? 0 : same;
                assertThat(out[2 * t]).as("%s, thread %d", form, t).isEqualTo(expected);
                assertThat(out[2 * t + 1])
                        .as("predicate of %s, thread %d", form, t)
                        .isEqualTo(!all ? 7 : same == members ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redux.sync.add.u32",
                "redux.sync.add.s32",
                "redux.sync.min.u32",
                "redux.sync.min.s32",
                "redux.sync.max.u32",
                "redux.sync.max.s32",
                "redux.sync.and.b32",
                "redux.sync.or.b32",
                "redux.sync.xor.b32"
            })
    void reductions(String form) {
        Setting setting = new Setting(40);
        int[] out = setting.run(form + " %r10, %r3, %r4;\n");
        String operation = form.split("\\.")[2];
        String type = form.endsWith("s32") ? "s32" : "u32";
        for (int t = 0; t < THREADS; t++) {
            if (!setting.exited[t]) {
                BigInteger result = null;
                for (int lane = 0; lane < 32; lane++) {
                    if (setting.member(t, lane)) {
                        BigInteger value = Integers.value(setting.values[t / 32 * 32 + lane], type);
                        result = result == null ? value : combine(operation, result, value);
                    }
                }
                assertThat(out[2 * t]).as("%s, thread %d", form, t).isEqualTo(result.intValue());
            }
        }
    }

    private static BigInteger combine(String operation, BigInteger a, BigInteger b) {
        return switch (operation) {
            case "add" -> a.add(b);
            case "min" -> a.min(b);
            case "max" -> a.max(b);
            case "and" -> a.and(b);
            case "or" -> a.or(b);
            default -> a.xor(b);
        };
    }

    /** The lowest of the threads that are here is chosen as CUDA code does it, and its value is given to the others. */
    @Test
    void choosingOneThread() {
        Setting setting = new Setting(5);
        int[] out = setting.run("""
                activemask.b32 %r20;
                brev.b32 %r21, %r20;
                bfind.shiftamt.u32 %r22, %r21;
                shfl.sync.idx.b32 %r10, %r0, %r22, 0x1f, %r20;
                popc.b32 %r11, %r20;
                """);
        for (int t = 0; t < THREADS; t++) {
            if (!setting.exited[t]) {
                int count = 0;
                int first = -1;
                for (int lane = 31; lane >= 0; lane--) {
                    if (!setting.exited[t / 32 * 32 + lane]) {
                        count++;
                        first = t / 32 * 32 + lane;
                    }
                }
                assertThat(out[2 * t]).as("chosen, thread %d", t).isEqualTo(first);
                assertThat(out[2 * t + 1]).as("active, thread %d", t).isEqualTo(count);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vote.sync.ballot.b32 %r1, %p1, ",
                "shfl.sync.idx.b32 %r1, %r0, 0, 31, ",
                "match.any.sync.b32 %r1, %r0, ",
                "match.all.sync.b64 %r1|%p2, %l0, ",
                "redux.sync.add.u32 %r1, %r0, "
            })
    void masksMustBeTrue(String instruction) {
        assertThatThrownBy(() -> ByteProgram.run(
                        ByteProgram.text("", 1, instruction + "0xfffffffe;\n"), ByteProgram.threads(32), new byte[8]))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("thread (0,0,0)")
                .hasMessageContaining("does not name the thread itself");
        assertThatThrownBy(() -> ByteProgram.run(
                        ByteProgram.text(
                                "", 1, "setp.ge.u32 %p1, %r0, 5;\n@%p1 bra over;\n" + instruction + "0xff;\nover:\n"),
                        ByteProgram.threads(32),
                        new byte[8]))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("names lane 5, which is on another path");
    }

    /** The test's own picture of who takes part. */
    @Test
    void groupsCoverEachWarp() {
        Setting setting = new Setting(3);
        for (int t = 0; t < THREADS; t++) {
            assertThat(setting.masks[t] >>> t % 32 & 1).isEqualTo(1);
        }
        boolean[] left = setting.exited;
        int gone = 0;
        for (boolean each : left) {
            gone += each ? 1 : 0;
        }
        assertThat(gone).isBetween(10, 50);
    }
}
