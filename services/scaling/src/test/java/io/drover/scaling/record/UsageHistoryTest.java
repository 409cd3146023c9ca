package io.drover.scaling.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bytes;
import io.drover.core.model.ClusterSnapshot;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.TaskState;
import io.drover.runtime.status.Dependencies;
import io.drover.scaling.Views;
import io.drover.scaling.decide.sizing.UsedHour;
import io.drover.scaling.observe.LoadReport;
import io.drover.scaling.observe.TaskLoad;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hours that survive restarts, take-overs and a database that is away, each counted once. */
class UsageHistoryTest {
  private static final Instant NOON = Views.NOW;
  private static final List<String> WEB = List.of("shop_web");

  private final HoursInMemory store = new HoursInMemory();
  private final Dependencies dependencies = new Dependencies();

  private UsageHistory history(String writer) {
    return new UsageHistory(store, writer, Duration.ofDays(30), dependencies);
  }

  private static void sample(UsageHistory history, Instant at, Reading<Cpu> cpu, long mebibytes) {
    history.feed(
        new ClusterSnapshot(
            at,
            List.of(Views.service(1, Map.of())),
            List.of(Views.task("t1", TaskState.RUNNING, TaskState.RUNNING, 60)),
            List.of()),
        new LoadReport(
            Map.of(
                "t1",
                new TaskLoad(
                    "t1",
                    URI.create("http://a"),
                    at,
                    cpu,
                    Reading.known(Bytes.ofMebibytes(mebibytes), at),
                    Reading.unknown("none"),
                    Reading.unknown("none"),
                    Reading.unknown("none"))),
            List.of(),
            List.of()),
        at);
    history.keep(at);
  }

  private static void sample(UsageHistory history, Instant at, long millicores) {
    sample(history, at, Reading.known(Cpu.ofMillicores(millicores), at), 100);
  }

  private static UsedHour used(UsageHistory history) {
    return history.used(WEB, NOON.minus(Duration.ofDays(7))).used().get("shop_web");
  }

  private static Instant after(long minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void samplesAreThereAtOnceAlsoBeforeTheyAreStored() {
    UsageHistory history = history("a");
    sample(history, after(0), 100);
    sample(history, after(1), 300);
    assertThat(used(history).cpu().count()).isEqualTo(2);
    assertThat(used(history).cpu().average()).hasValue(200);
    assertThat(store.rows()).hasSize(1);
  }

  @Test
  void anUnknownSampleIsNone() {
    UsageHistory history = history("a");
    sample(history, after(0), Reading.unknown("too young"), 100);
    assertThat(used(history).cpu().count()).isZero();
    assertThat(used(history).memory().count()).isOne();
  }

  @Test
  void whatIsStoredAgainCountsOnce() {
    UsageHistory history = history("a");
    for (int minute = 0; minute < 130; minute++) {
      sample(history, after(minute), 100);
    }
    assertThat(used(history).cpu().count()).isEqualTo(130);
    assertThat(history.used(WEB, NOON).hours()).containsEntry("shop_web", 3L);
  }

  @Test
  void aRestartInTheHourLosesOnlyWhatWasNotStoredYet() {
    UsageHistory before = history("a");
    for (int minute = 0; minute <= 10; minute++) {
      sample(before, after(minute), 100);
    }
    UsageHistory successor = history("b");
    sample(successor, after(11), 100);
    assertThat(used(successor).cpu().count()).isEqualTo(12);
  }

  @Test
  void whileTheDatabaseIsAwayTwoDaysAreKept() {
    UsageHistory history = history("a");
    store.goAway(true);
    for (int minute = 0; minute < 60 * 60; minute += 20) {
      sample(history, after(minute), 100);
    }
    assertThat(history.used(WEB, NOON).missing()).contains("it is away");
    assertThat(dependencies.all()).anyMatch(one -> one.name().equals("history") && !one.up());
    long kept = used(history).cpu().count();
    assertThat(kept).isBetween(48L * 3, 49L * 3);
    store.goAway(false);
    sample(history, after(60 * 60), 100);
    assertThat(store.rows()).hasSizeBetween(48, 50);
    assertThat(used(history(("b"))).cpu().count()).isBetween(48L * 3, 49L * 3 + 1);
    assertThat(dependencies.all()).anyMatch(one -> one.name().equals("history") && one.up());
  }

  @Test
  void hoursAreForgottenInTheEnd() {
    UsageHistory history = history("a");
    sample(history, after(0), 100);
    sample(history, NOON.plus(Duration.ofDays(31)), 100);
    assertThat(store.rows()).hasSize(1);
  }

  @Test
  void whoStandsByCountsNothingTwice() {
    UsageHistory history = history("a");
    sample(history, after(0), 100);
    sample(history, after(1), 100);
    history.standBy();
    assertThat(used(history).cpu().count()).isOne();
  }

  @Test
  void hoursOfAnUnknownFormCountAsNothing() {
    assertThat(UsedHourJson.read("[]")).isEqualTo(UsedHour.NONE);
    assertThat(UsedHourJson.read("{\"cpu\": {\"count\": -1}}")).isEqualTo(UsedHour.NONE);
    assertThat(UsedHourJson.read("{\"cpu\": {\"count\": 1, \"buckets\": {\"x\": 1}}}"))
        .isEqualTo(UsedHour.NONE);
  }
}
