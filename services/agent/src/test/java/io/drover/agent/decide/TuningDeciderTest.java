package io.drover.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.IndexSet;
import io.drover.agent.model.Machine;
import io.drover.agent.model.tuning.Goal;
import io.drover.agent.model.tuning.Kind;
import io.drover.agent.model.tuning.Target;
import io.drover.agent.model.tuning.Tuned;
import io.drover.core.policy.NodeLabels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuningDeciderTest {
  private static final long GIB = 1L << 30;
  private static final Machine MACHINE =
      new Machine(
          List.of(
              new Machine.Zone(
                  0,
                  List.of(
                      IndexSet.parse("0"),
                      IndexSet.parse("1"),
                      IndexSet.parse("2"),
                      IndexSet.parse("3")))));

  private static Tuned wants(String id, String... labels) {
    return tuned(id, Map.of(), Map.of(), labels);
  }

  private static Tuned tuned(
      String id, Map<Kind, String> present, Map<Kind, String> original, String... labels) {
    Map<String, String> all = new java.util.TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      all.put("drover.node." + labels[i], labels[i + 1]);
    }
    return new Tuned(
        id,
        all.isEmpty() ? List.of() : NodeLabels.parse("web", all).settings(),
        present,
        original,
        GIB);
  }

  private static List<Target> decide(Tuned... containers) {
    return TuningDecider.decide(MACHINE, List.of(containers));
  }

  @Test
  void whatIsAskedForIsSetAndNothingElse() {
    assertThat(
            decide(
                wants(
                    "a",
                    "cpuset",
                    "0-1",
                    "numa",
                    "0",
                    "memswap",
                    "2Gi",
                    "oom-score",
                    "-500",
                    "cpu-shares",
                    "512")))
        .containsExactly(
            new Target(
                "a",
                Map.of(
                    Kind.CPUSET, new Goal.Set("0-1"),
                    Kind.NUMA, new Goal.Set("0"),
                    Kind.MEMSWAP, new Goal.Set("2147483648"),
                    Kind.OOM_SCORE, new Goal.Set("-500"),
                    Kind.CPU_SHARES, new Goal.Set("512"))));
    assertThat(decide(wants("a", "memswap", "unlimited")))
        .containsExactly(new Target("a", Map.of(Kind.MEMSWAP, new Goal.Set("-1"))));
  }

  @Test
  void whatTheMachineHasNotIsRefused() {
    assertThat(decide(wants("a", "cpuset", "0-4", "numa", "1")))
        .containsExactly(
            new Target(
                "a",
                Map.of(
                    Kind.CPUSET, new Goal.Refuse("this machine has the processors 0-3"),
                    Kind.NUMA, new Goal.Refuse("this machine has the NUMA nodes 0"))));
  }

  @Test
  void swapIsNotLimitedBelowMemory() {
    assertThat(decide(wants("a", "memswap", "512Mi")))
        .containsExactly(
            new Target(
                "a",
                Map.of(
                    Kind.MEMSWAP,
                    new Goal.Refuse(
                        "memory and swap together can't be less than the memory limit of 1Gi"))));
  }

  /** Whoever must leave goes first. */
  @Test
  void noTunedContainerRunsOnAnothersOwnProcessors() {
    assertThat(
            decide(
                wants("own", "cpuset", "exclusive:2"),
                wants("weighed", "cpu-shares", "512"),
                wants("named", "cpuset", "0,3")))
        .containsExactly(
            new Target(
                "weighed",
                Map.of(Kind.CPUSET, new Goal.Set("0,3"), Kind.CPU_SHARES, new Goal.Set("512"))),
            new Target("named", Map.of(Kind.CPUSET, new Goal.Set("0,3"))),
            new Target("own", Map.of(Kind.CPUSET, new Goal.Set("1-2"))));
  }

  @Test
  void whatIsHeldStaysThoughALaterOneNamesIt() {
    assertThat(
            decide(
                tuned("own", Map.of(Kind.CPUSET, "0-1"), Map.of(), "cpuset", "exclusive:2"),
                wants("half", "cpuset", "1-2"),
                wants("none", "cpuset", "0-1")))
        .containsExactly(
            new Target(
                "half",
                Map.of(Kind.CPUSET, new Goal.Instead("2", "of these 1 are other containers' own"))),
            new Target(
                "none",
                Map.of(Kind.CPUSET, new Goal.Refuse("of these 0-1 are other containers' own"))),
            new Target("own", Map.of(Kind.CPUSET, new Goal.Set("0-1"))));
  }

  @Test
  void whoeverGetsNoneOfItsOwnKeepsOffOthers() {
    assertThat(decide(wants("a", "cpuset", "exclusive:3"), wants("b", "cpuset", "exclusive:2")))
        .containsExactly(
            new Target(
                "b",
                Map.of(
                    Kind.CPUSET,
                    new Goal.Instead(
                        "3", "wants 2 processors of its own, and 1 of the 4 is free"))),
            new Target("a", Map.of(Kind.CPUSET, new Goal.Set("0-2"))));
    assertThat(decide(wants("a", "cpuset", "exclusive:4"), wants("b", "cpu-shares", "512")))
        .contains(
            new Target(
                "b",
                Map.of(
                    Kind.CPUSET,
                    new Goal.Refuse("every processor of this node is some container's own"),
                    Kind.CPU_SHARES,
                    new Goal.Set("512"))));
  }

  @Test
  void whatNobodyWantsAnyMoreGoesBack() {
    Map<Kind, String> original =
        Map.of(
            Kind.CPUSET, "",
            Kind.NUMA, "",
            Kind.MEMSWAP, Long.toString(2 * GIB),
            Kind.OOM_SCORE, "0",
            Kind.CPU_SHARES, "0");
    assertThat(decide(tuned("a", Map.of(Kind.CPUSET, "1"), original)))
        .containsExactly(
            new Target(
                "a",
                Map.of(
                    Kind.CPUSET, new Goal.Back("0-3"),
                    Kind.NUMA, new Goal.Back("0"),
                    Kind.MEMSWAP, new Goal.Back("2147483648"),
                    Kind.OOM_SCORE, new Goal.Back("0"),
                    Kind.CPU_SHARES, new Goal.Back("1024"))));
    // What was kept off another's own only goes back too, once that has ended.
    assertThat(decide(tuned("a", Map.of(), Map.of(Kind.CPUSET, ""), "cpu-shares", "512")))
        .containsExactly(
            new Target(
                "a",
                Map.of(Kind.CPUSET, new Goal.Back("0-3"), Kind.CPU_SHARES, new Goal.Set("512"))));
  }

  @Test
  void swapGoesBackToWhatFitsTheMemoryLimitOfNow() {
    for (Map.Entry<String, String> one :
        Map.of(
                "-1", "-1",
                "0", "2147483648",
                "1073741824", "1073741824",
                "536870912", "2147483648")
            .entrySet()) {
      assertThat(decide(tuned("a", Map.of(), Map.of(Kind.MEMSWAP, one.getKey()))))
          .as("before: " + one.getKey())
          .containsExactly(new Target("a", Map.of(Kind.MEMSWAP, new Goal.Back(one.getValue()))));
    }
  }
}
