package io.drover.runtime.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lengths that fit together, and labels that nobody could have written. */
class LeaseSettingsTest {

  @ParameterizedTest(name = "ttl {0}, renewed every {1}, acting for {2}")
  @CsvSource({
    "PT15S,PT0S,PT10S",
    "PT15S,PT-1S,PT10S",
    "PT15S,PT6S,PT10S",
    "PT15S,PT3S,PT15S",
    "PT15S,PT3S,PT16S"
  })
  void whatDoesNotFitIsRefused(Duration ttl, Duration renewEvery, Duration actFor) {
    assertThatThrownBy(() -> new LeaseSettings(ttl, renewEvery, actFor))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "ttl {0}, renewed every {1}, acting for {2}: {3}")
  @CsvSource({
    "PT15S,PT3S,PT10S,true",
    "PT15S,PT3S,PT6S,true",
    "PT15S,PT2.999S,PT5.998S,false",
    "PT15S,PT1S,PT3S,false",
    "PT15S,PT1S,PT3.999S,false",
    "PT15S,PT1S,PT4S,true",
    "PT2S,PT0.1S,PT1S,false"
  })
  void aHolderMustBeAbleToActAtAnyTime(
      Duration ttl, Duration renewEvery, Duration actFor, boolean can) {
    LeaseSettings settings = new LeaseSettings(ttl, renewEvery, actFor);
    if (can) {
      assertThat(settings.forSteps()).isEqualTo(settings);
    } else {
      assertThatThrownBy(settings::forSteps)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("drover.lease.act-for")
          .hasMessageContaining("or more");
    }
  }

  @ParameterizedTest(name = "a lease of {0} is waited for {1}")
  @CsvSource({"PT15S,PT15.75S", "PT1S,PT15.75S", "PT0S,PT15.75S", "PT40S,PT42S"})
  void theLongerTtlCountsAndATwentiethMore(Duration ttl, Duration patience) {
    assertThat(LeaseSettings.DEFAULT.patience(ttl)).isEqualTo(patience);
  }

  @Test
  void labelsReadBackAsWritten() {
    LeaseRecord lease = new LeaseRecord("a-1", 7, 3, Duration.ofSeconds(15));
    assertThat(LeaseRecord.of(lease.labels(), Duration.ofSeconds(1))).isEqualTo(lease);
    LeaseRecord released = new LeaseRecord("", 7, 4, Duration.ofSeconds(15));
    assertThat(LeaseRecord.of(released.labels(), Duration.ofSeconds(1)).isReleased()).isTrue();
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "epoch,''",
    "epoch,x",
    "epoch,0",
    "epoch,-1",
    "epoch,99999999999999999999",
    "renewal,x",
    "ttl,15",
    "ttl,PT-1S",
    "ttl,PT9999999999999999999S"
  })
  void damagedLabelsAreHeldByNobodyKnown(String label, String value) {
    Map<String, String> labels =
        new HashMap<>(new LeaseRecord("a", 1, 0, Duration.ofSeconds(9)).labels());
    labels.put("drover.lease." + label, value);
    Duration ttl = Duration.ofSeconds(15);
    assertThat(LeaseRecord.of(labels, ttl))
        .isEqualTo(new LeaseRecord(LeaseRecord.UNREADABLE, 1, 0, ttl));
    assertThat(LeaseRecord.of(Map.of(), ttl).holder()).isEqualTo(LeaseRecord.UNREADABLE);
  }

  @Test
  void aContenderNeedsANameThatNothingElseHas() {
    assertThatThrownBy(() -> new LeaseRules("", LeaseSettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LeaseRules(LeaseRecord.UNREADABLE, LeaseSettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
