package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private static final List<TargetRef> TEN = IntStream.rangeClosed(1, 10)
            .<TargetRef>mapToObj(ordinal -> new ReplicaRef("kv", ordinal))
            .toList();

    @Test
    void draw_sameSeed_choosesTheSame_againAndAgain() {
        Draws treatment = new Draws(7);
        Draws control = new Draws(7);
        for (int i = 0; i < 5; i++) {
            assertThat(control.draw("crash", TEN, 3)).isEqualTo(treatment.draw("crash", TEN, 3));
        }
    }

    @Test
    void draw_otherSeeds_otherFaults_andLaterRequests_chooseOthers() {
        Set<List<TargetRef>> drawn = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Draws draws = new Draws(seed);
            drawn.add(draws.draw("crash", TEN, 1));
            drawn.add(draws.draw("crash", TEN, 1));
            drawn.add(draws.draw("pause", TEN, 1));
        }
        assertThat(drawn).hasSizeGreaterThan(7);
    }

    @Test
    void draw_some_areInTheirOrder_eachOnce_andAllAreAll() {
        Draws draws = new Draws(1);
        List<TargetRef> some = draws.draw("crash", TEN, 4);
        assertThat(some)
                .hasSize(4)
                .doesNotHaveDuplicates()
                .isSubsetOf(TEN)
                .isSortedAccordingTo((a, b) -> Integer.compare(TEN.indexOf(a), TEN.indexOf(b)));
        assertThat(draws.draw("crash", TEN, 10)).isEqualTo(TEN);
        assertThat(draws.draw("crash", TEN, Integer.MAX_VALUE)).isEqualTo(TEN);
    }
}
