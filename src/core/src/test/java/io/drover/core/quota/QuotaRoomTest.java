package io.drover.core.quota;

import static io.drover.core.quota.Stacks.facts;
import static io.drover.core.quota.Stacks.quota;
import static io.drover.core.quota.Stacks.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Reason;
import io.drover.core.model.Resources;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.QuotaRoom.Surge;
import io.drover.core.quota.QuotaUse.State;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many tasks are admitted. */
class QuotaRoomTest {
  private static final long SEED = Long.getLong("drover.seed", System.nanoTime());

  private static QuotaRoom room(String hard, StackFacts facts, int has, int wanted) {
    return QuotaRoom.admitted(
        List.of(quota(hard)), facts, facts.services().getFirst(), has, wanted, Surge.COUNTS);
  }

  @ParameterizedTest(name = "{0}, surge {1}, {2} of wanted {3}: {4}")
  @CsvSource({
    "pods=10, 0, 2, 8, 6", // the other has 4
    "pods=20, 0, 2, 8, 8",
    "pods=10, 1, 2, 8, 5", // 5 and 1 more while it is updated
    "pods=10, 2, 2, 8, 4",
    "pods=10, 9, 2, 8, 3", // all at once: 3 old and 3 new
    "pods=3, 0, 2, 8, 2", // too much already: no more, and no fewer
    "pods=3, 0, 2, 1, 1",
    "requests.cpu=6, 0, 2, 8, 4", // 500m each, the other 4
    "limits.memory=8Gi, 0, 2, 8, 4",
    "limits.memory=8Gi limits.cpu=5, 0, 2, 8, 2",
    "secrets=0 services=0, 0, 2, 8, 8", // no task's business
  })
  void asManyAsFit(String hard, int surge, int has, int wanted, int admitted) {
    StackFacts facts =
        facts(service("web", has, surge, "500m", "1Gi"), service("api", 4, 0, "1", "1Gi"));
    assertThat(room(hard, facts, has, wanted).tasks()).isEqualTo(admitted);
  }

  @Test
  void othersUpdatesNeedTheirRoomToo() {
    StackFacts facts = facts(service("web", 2, 0, "1", "1Gi"), service("api", 4, 2, "1", "1Gi"));
    assertThat(room("pods=10", facts, 2, 8).tasks()).isEqualTo(4);
    QuotaRoom ignoring =
        QuotaRoom.admitted(
            List.of(quota("pods=10")), facts, facts.services().getFirst(), 2, 8, Surge.IGNORED);
    assertThat(ignoring.tasks()).isEqualTo(6);
  }

  @Test
  void theTightestIsTold() {
    StackFacts facts = facts(service("web", 2, 0, "500m", "1Gi"));
    assertThat(room("limits.cpu=3 pods=5 limits.memory=5Gi", facts, 2, 8).reasons())
        .extracting(Reason::text)
        .containsExactly(
            "limited from 8 to 5 tasks by quota q of stack shop: each takes 1Gi of limits.memory,"
                + " of which others leave it 5Gi of 5Gi");
  }

  @Test
  void whatIsNotDeclaredGetsNoMore() {
    StackFacts facts = facts(service("web", 2, 0, Resources.NONE, Resources.NONE));
    QuotaRoom room = room("limits.cpu=99", facts, 2, 8);
    assertThat(room.tasks()).isEqualTo(2);
    assertThat(room.reasons()).extracting(Reason::code).containsExactly(QuotaRoom.UNDECLARED);
    assertThat(room("pods=99", facts, 2, 8).tasks()).isEqualTo(8);
  }

  /** Admitted is what still fits with all updates under way, and one more would not. */
  @Test
  void admittedIsTheMostThatFits() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2_000; i++) {
      StackFacts facts =
          facts(
              service(
                  "web", random.nextInt(5), random.nextInt(4), random.nextInt(1, 900) + "m", "1"),
              service(
                  "api", random.nextInt(5), random.nextInt(4), random.nextInt(1, 900) + "m", "1"));
      StackQuota quota =
          quota("limits.cpu=" + random.nextInt(1, 9000) + "m pods=" + random.nextInt(1, 20));
      int has = facts.services().getFirst().tasks();
      int wanted = has + random.nextInt(1, 20);
      int admitted =
          QuotaRoom.admitted(
                  List.of(quota), facts, facts.services().getFirst(), has, wanted, Surge.COUNTS)
              .tasks();
      String which = "seed %d case %d: %s, %s".formatted(SEED, i, facts, quota);
      assertThat(admitted).as(which).isBetween(has, wanted);
      if (admitted > has) {
        assertThat(fits(quota, facts, admitted)).as(which).isTrue();
      }
      if (admitted < wanted) {
        assertThat(fits(quota, facts, admitted + 1)).as(which).isFalse();
      }
    }
  }

  private static boolean fits(StackQuota quota, StackFacts facts, int tasks) {
    return QuotaRules.use(quota, facts.with("id-web", tasks)).lines().stream()
        .allMatch(line -> line.state() == State.WITHIN);
  }
}
