package io.drover.health.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.alert.Condition;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is remembered for patience, and for whoever leads next. */
class WatchTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Finding.Key STUCK =
      new Finding.Key(Kind.STUCK_PENDING, Subject.Type.SERVICE, "web");

  private final Watch watch = new Watch();

  private void look(int second, Finding.Key... present) {
    watch.look(Set.of(present), START.plusSeconds(second));
  }

  @Test
  void patienceBeginsWithTheFirstSightAndAnewAfterOneWithoutIt() {
    look(0);
    look(2, STUCK);
    look(20, STUCK);
    assertThat(watch.since(STUCK)).contains(START.plusSeconds(2));
    look(22);
    assertThat(watch.since(STUCK)).isEmpty();
    look(24, STUCK);
    assertThat(watch.since(STUCK)).contains(START.plusSeconds(24));
  }

  @Test
  void aGapInWhichNobodyLookedDoesNotCount() {
    look(0, STUCK);
    look(30, STUCK);
    assertThat(watch.since(STUCK)).contains(START);
    look(61, STUCK);
    assertThat(watch.since(STUCK)).contains(START.plusSeconds(61));
    watch.gap();
    look(63, STUCK);
    assertThat(watch.since(STUCK)).contains(START.plusSeconds(63));
  }

  @Test
  void aClockThatIsSetBackBeginsAnew() {
    look(100, STUCK);
    look(50, STUCK);
    assertThat(watch.since(STUCK)).contains(START.plusSeconds(50));
  }

  @Test
  void alertsThatFireAreTheSameAfterTheyWereStored() {
    Condition condition =
        new Condition(AlertRule.CRASH_LOOP, Map.of("service", "web"), "a summary", "a \"text\"");
    Alert firing =
        new Alert(
            condition,
            Alert.State.FIRING,
            START,
            START.plusSeconds(5),
            Instant.MAX,
            START.plusSeconds(9));
    Alert pending =
        new Alert(condition, Alert.State.PENDING, START, Instant.MAX, Instant.MAX, START);
    assertThat(FiringJson.read(FiringJson.write(List.of(firing, pending)))).containsExactly(firing);
    assertThat(FiringJson.read("[{\"rule\":\"OfAnotherVersion\"}]")).isEmpty();
  }
}
