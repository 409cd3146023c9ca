package io.drover.scaling.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.status.Dependencies;
import io.drover.scaling.Views;
import io.drover.scaling.decide.shadow.ReplicaRun;
import io.drover.scaling.decide.shadow.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What services had and wanted: small, complete, and there after a restart. */
class ReplicaTrackTest {
  private static final Instant NOON = Views.NOW;
  private static final List<String> WEB = List.of("web");
  private static final Wish UNKNOWN = new Wish.Unknown();

  private final HoursInMemory store = new HoursInMemory();
  private final Dependencies dependencies = new Dependencies();

  private ReplicaTrack track(String writer) {
    return new ReplicaTrack(store, writer, Duration.ofDays(14), dependencies);
  }

  private static Instant after(long seconds) {
    return NOON.plusSeconds(seconds);
  }

  private static void feed(ReplicaTrack track, long from, long until, int actual, Wish wish) {
    for (long second = from; second < until; second += 2) {
      track.feed("web", after(second), actual, wish);
    }
  }

  private static Wish wants(int replicas) {
    return new Wish.Measured(replicas);
  }

  private static ReplicaRun run(long from, long until, int actual, Wish wish) {
    return new ReplicaRun(after(from), after(until), actual, wish);
  }

  private static List<ReplicaRun> runs(ReplicaTrack track) {
    return track.of(WEB, NOON).runs().getOrDefault("web", List.of());
  }

  @Test
  void roundsBecomeRuns() {
    ReplicaTrack track = track("a");
    feed(track, 0, 60, 2, wants(2));
    feed(track, 60, 120, 2, wants(5));
    feed(track, 120, 180, 2, UNKNOWN);
    feed(track, 180, 210, 7, new Wish.Ordered(7));
    assertThat(runs(track))
        .containsExactly(
            run(0, 60, 2, wants(2)),
            run(60, 120, 2, wants(5)),
            run(120, 180, 2, UNKNOWN),
            run(180, 210, 7, new Wish.Ordered(7)));
  }

  @Test
  void ofASlotTheHighestWishCountsAndTheLastCount() {
    ReplicaTrack track = track("a");
    feed(track, 0, 30, 2, wants(2));
    track.feed("web", after(30), 2, wants(6));
    track.feed("web", after(32), 2, UNKNOWN);
    track.feed("web", after(34), 3, wants(2));
    feed(track, 46, 60, 3, wants(2));
    assertThat(runs(track))
        .containsExactly(
            run(0, 30, 2, wants(2)), run(30, 45, 3, wants(6)), run(45, 60, 3, wants(2)));
  }

  @Test
  void slowRoundsAreNoGapsAndLongSilenceIsOne() {
    ReplicaTrack track = track("a");
    track.feed("web", after(0), 2, wants(2));
    track.feed("web", after(60), 2, wants(2));
    track.feed("web", after(120), 2, wants(3));
    track.feed("web", after(600), 2, wants(3));
    assertThat(runs(track))
        .containsExactly(
            run(0, 120, 2, wants(2)), run(120, 135, 2, wants(3)), run(600, 615, 2, wants(3)));
  }

  @Test
  void aRestartLosesOnlyTheLastMinute() {
    ReplicaTrack before = track("a");
    for (int minute = 0; minute < 90; minute++) {
      feed(before, minute * 60L, minute * 60L + 60, 2, wants(2 + minute / 45));
      before.keep(after(minute * 60L + 60));
    }
    feed(before, 90 * 60, 90 * 60 + 58, 2, wants(3));
    ReplicaTrack successor = track("b");
    feed(successor, 91 * 60, 92 * 60, 2, wants(3));
    List<ReplicaRun> runs = runs(successor);
    assertThat(runs.getFirst()).isEqualTo(run(0, 2700, 2, wants(2)));
    Duration known =
        runs.stream()
            .map(run -> Duration.between(run.from(), run.until()))
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(known).isBetween(Duration.ofMinutes(91), Duration.ofMinutes(92));
    assertThat(runs.getLast().until()).isEqualTo(after(92 * 60));
  }

  @Test
  void whatIsAskedForBeginsWhereItIsAskedFor() {
    ReplicaTrack track = track("a");
    feed(track, 0, 600, 2, wants(2));
    assertThat(track.of(WEB, after(307)).runs().get("web"))
        .containsExactly(run(307, 600, 2, wants(2)));
    assertThat(track.of(List.of("other"), NOON).runs()).isEmpty();
  }

  @Test
  void whileTheDatabaseIsAwayItIsSaidAndNothingIsLost() {
    ReplicaTrack track = track("a");
    store.goAway(true);
    feed(track, 0, 7200, 2, wants(2));
    track.keep(after(7200));
    assertThat(dependencies.all()).anyMatch(one -> one.name().equals("track") && !one.up());
    assertThat(track.of(WEB, NOON).missing()).contains("it is away");
    store.goAway(false);
    track.keep(after(7300));
    assertThat(runs(track("b")))
        .containsExactly(run(0, 3600, 2, wants(2)), run(3600, 7200, 2, wants(2)));
  }

  /** Ever changing, an hour is still bounded, and reads back as it was. */
  @Test
  void anHourStaysSmallAndReadsBackAsItWasWritten() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TrackedHour hour = TrackedHour.NONE;
      for (int second = 0; second < 3600; second += random.nextInt(1, 40)) {
        Wish wish =
            switch (random.nextInt(4)) {
              case 0 -> UNKNOWN;
              case 1 -> new Wish.Ordered(random.nextInt(0, 9));
              default -> wants(random.nextInt(0, 9));
            };
        hour = hour.plus(TrackedHour.of(after(second), random.nextInt(0, 9), wish));
      }
      assertThat(hour.stretches()).hasSizeLessThanOrEqualTo(TrackedHour.SLOTS);
      String json = TrackedHourJson.write(hour);
      assertThat(json.length()).isLessThan(5_000);
      assertThat(TrackedHourJson.read(json)).as("seed %d", seed).isEqualTo(hour);
    }
  }

  @Test
  void ofTwoThatSawTheSameHourNothingCountsTwice() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TrackedHour both = some(random).plus(some(random));
      int end = 0;
      for (TrackedHour.Stretch one : both.stretches()) {
        assertThat(one.first()).as("seed %d", seed).isGreaterThanOrEqualTo(end);
        assertThat(one.length()).isPositive();
        end = one.end();
      }
      assertThat(end).isLessThanOrEqualTo(TrackedHour.SLOTS);
    }
  }

  private static TrackedHour some(SplittableRandom random) {
    TrackedHour hour = TrackedHour.NONE;
    for (int i = random.nextInt(0, 30); i > 0; i--) {
      hour =
          hour.plus(
              TrackedHour.of(
                  after(random.nextInt(0, 3600)), random.nextInt(1, 4), wants(random.nextInt(4))));
    }
    return hour;
  }

  @Test
  void hoursOfAnUnknownFormCountAsNothing() {
    for (String foreign :
        List.of(
            "[]",
            "{",
            "{\"stretches\": 7}",
            "{\"stretches\": [[0, 0, 1, 1]]}",
            "{\"stretches\": [[5, 5, 1, 1], [7, 1, 1, 1]]}",
            "{\"stretches\": [[0, 241, 1, 1]]}",
            "{\"stretches\": [[0, 2147483647, 1, 1]]}",
            "{\"stretches\": [[0, 1, -1, 1]]}")) {
      assertThat(TrackedHourJson.read(foreign)).as(foreign).isEqualTo(TrackedHour.NONE);
    }
  }
}
