package io.drover.agent.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.metrics.Series.Kind;
import io.drover.runtime.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private static Moment at(long second) {
    return new Moment(second * 1_000_000_000L, Instant.EPOCH.plusSeconds(second));
  }

  private static Series counter(double... values) {
    return series(Kind.COUNTER, values);
  }

  private static Series series(Kind kind, double... values) {
    var all = new java.util.HashMap<String, Double>();
    for (int i = 0; i < values.length; i++) {
      all.put("{n=\"" + i + "\"}", values[i]);
    }
    return new Series(kind, all);
  }

  private static MetricValue known(double value, long second, long window) {
    return new MetricValue.Known(value, at(second), Duration.ofSeconds(window));
  }

  @Test
  void aGaugeIsTheLatestSum() {
    Track track =
        Track.begin(at(0), series(Kind.GAUGE, 1, 2)).next(at(5), series(Kind.GAUGE, 4, 5));
    assertThat(track.over(WINDOW)).isEqualTo(known(9, 5, 0));
  }

  @Test
  void aCounterIsItsRateOverAllSeries() {
    Track track = Track.begin(at(0), counter(100, 1000)).next(at(10), counter(150, 1250));
    // (50 + 250) in 10 s.
    assertThat(track.over(WINDOW)).isEqualTo(known(30, 10, 10));
  }

  @Test
  void onePageIsNoRateAndNotZero() {
    assertThat(Track.begin(at(0), counter(5)).over(WINDOW))
        .isEqualTo(
            new MetricValue.Unknown("a counter's rate needs two pages; there is one so far"));
  }

  @Test
  void aCounterThatIsResetGrewByWhatItShows() {
    Track track =
        Track.begin(at(0), counter(1000)).next(at(5), counter(1040)).next(at(10), counter(60));
    // 40 before the reset and 60 after it, in 10 s.
    assertThat(track.over(WINDOW)).isEqualTo(known(10, 10, 10));
  }

  @Test
  void aSeriesThatComesOrGoesIsNoGrowth() {
    Track come = Track.begin(at(0), counter(100)).next(at(10), counter(110, 5000));
    assertThat(come.over(WINDOW)).isEqualTo(known(1, 10, 10));
    Track gone = come.next(at(20), counter(120));
    assertThat(gone.over(WINDOW)).isEqualTo(known(1, 20, 20));
  }

  @Test
  void theWindowChoosesTheNearestPointAndAMinuteIsKept() {
    Track track = Track.begin(at(0), counter(0));
    for (int second = 5; second <= 300; second += 5) {
      track = track.next(at(second), counter(second <= 290 ? 0 : (second - 290) * 3));
    }
    assertThat(track.points()).hasSize(13);
    assertThat(track.over(Duration.ofSeconds(11))).isEqualTo(known(3, 300, 10));
    assertThat(track.over(WINDOW)).isEqualTo(known(1, 300, 30));
    assertThat(track.over(Duration.ofMinutes(1))).isEqualTo(known(0.5, 300, 60));
  }

  @Test
  void whatIsNoNumberIsUnknownAndForgottenWithTheNextPage() {
    Track gauge = Track.begin(at(0), series(Kind.GAUGE, 1, Double.NaN));
    assertThat(gauge.over(WINDOW)).isInstanceOf(MetricValue.Unknown.class);
    assertThat(gauge.next(at(5), series(Kind.GAUGE, 1, 2)).over(WINDOW)).isEqualTo(known(3, 5, 0));
    Track counter = Track.begin(at(0), counter(5)).next(at(5), counter(Double.NaN));
    assertThat(counter.over(WINDOW)).isInstanceOf(MetricValue.Unknown.class);
    Track back = counter.next(at(10), counter(1000));
    assertThat(back.over(WINDOW)).isInstanceOf(MetricValue.Unknown.class);
    assertThat(back.next(at(20), counter(1020)).over(WINDOW)).isEqualTo(known(2, 20, 10));
  }

  @Test
  void bucketsAreNotAddedUp() {
    assertThat(Track.begin(at(0), series(Kind.PART, 1, 2)).over(WINDOW))
        .isEqualTo(
            new MetricValue.Unknown(
                "buckets and quantiles can't be added up; take the _count or _sum, or a query"));
  }

  @Test
  void anotherKindBeginsAnew() {
    Track track = Track.begin(at(0), counter(5)).next(at(5), series(Kind.GAUGE, 7));
    assertThat(track.over(WINDOW)).isEqualTo(known(7, 5, 0));
    assertThat(track.series()).isEqualTo(Map.of("{n=\"0\"}", 7.0));
  }
}
