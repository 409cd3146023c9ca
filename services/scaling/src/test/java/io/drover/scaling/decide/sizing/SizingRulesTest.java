package io.drover.scaling.decide.sizing;

import static io.drover.scaling.decide.sizing.Finding.Code.FITS;
import static io.drover.scaling.decide.sizing.Finding.Code.LIMIT_HIGH;
import static io.drover.scaling.decide.sizing.Finding.Code.NEAR_LIMIT;
import static io.drover.scaling.decide.sizing.Finding.Code.NO_LIMIT;
import static io.drover.scaling.decide.sizing.Finding.Code.NO_RESERVATION;
import static io.drover.scaling.decide.sizing.Finding.Code.OVERSIZED;
import static io.drover.scaling.decide.sizing.Finding.Code.TOO_LITTLE_DATA;
import static io.drover.scaling.decide.sizing.Finding.Code.UNDERSIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.scaling.Views;
import io.drover.scaling.decide.sizing.RightSize.Amount;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a task is too large or too small, and what would do. */
class SizingRulesTest {

  private static Digest steady(long amount, int samples) {
    Digest digest = Digest.NONE;
    for (int i = 0; i < samples; i++) {
      digest = digest.with(amount);
    }
    return digest;
  }

  private static RightSize cpu(Digest used, long reservation, long limit) {
    return SizingRules.CPU.size(used, Amount.of(reservation), Amount.of(limit));
  }

  private static RightSize memory(Digest used, long reservation, long limit) {
    return SizingRules.MEMORY.size(used, Amount.of(reservation << 20), Amount.of(limit << 20));
  }

  private static Finding.Code[] codes(RightSize size) {
    return size.findings().stream().map(Finding::code).toArray(Finding.Code[]::new);
  }

  @Test
  void anHourOfOneTaskIsTheLeast() {
    assertThat(codes(cpu(steady(1, 54), 1000, 2000))).containsExactly(TOO_LITTLE_DATA);
    assertThat(cpu(steady(1, 54), 1000, 2000).changes()).isFalse();
    assertThat(codes(cpu(steady(400, 55), 1000, 1500))).containsExactly(FITS);
  }

  @Test
  void lessThanThirtyPercentOfTheReservedCpuIsTooMuch() {
    RightSize size = cpu(steady(299, 60), 1000, 1000);
    assertThat(codes(size)).containsExactly(OVERSIZED);
    assertThat(size.findings().getFirst().text())
        .isEqualTo("CPU: on average 299m, 30% of its reservation 1; below 30% is too much");
    // 299 m, and 15 % more, in steps of 10 m.
    assertThat(size.newReservation()).isEqualTo(new Amount.Of(350));
    assertThat(size.saved()).isEqualTo(650);
    assertThat(codes(cpu(steady(300, 60), 1000, 1000))).containsExactly(FITS);
  }

  @Test
  void lessThanHalfOfTheReservedMemoryIsTooMuch() {
    RightSize size = memory(steady(100 << 20, 60), 256, 320);
    assertThat(codes(size)).containsExactly(OVERSIZED);
    assertThat(size.newReservation()).isEqualTo(new Amount.Of(120 << 20));
    assertThat(codes(memory(steady(128 << 20, 60), 256, 320))).containsExactly(FITS);
  }

  @Test
  void moreThanIsReservedIsTooLittle() {
    RightSize size = cpu(steady(600, 60), 500, 1000);
    assertThat(codes(size)).containsExactly(UNDERSIZED);
    assertThat(size.newReservation()).isEqualTo(new Amount.Of(690));
    assertThat(size.saved()).isEqualTo(-190);
    assertThat(size.newLimit()).isEqualTo(new Amount.Of(1000));
  }

  @Test
  void aPeakNearTheLimitNeedsAHigherOne() {
    RightSize size = memory(steady(100 << 20, 100).with(300 << 20), 128, 320);
    assertThat(codes(size)).containsExactly(NEAR_LIMIT);
    assertThat(size.newLimit()).isEqualTo(new Amount.Of(376 << 20));
  }

  @Test
  void aLimitFarFromThePeakIsLowered() {
    RightSize size = cpu(steady(400, 60), 500, 4000);
    assertThat(codes(size)).containsExactly(LIMIT_HIGH);
    assertThat(size.newLimit()).isEqualTo(new Amount.Of(500));
    assertThat(size.newReservation()).isEqualTo(new Amount.Of(500));
  }

  @Test
  void whatIsNotSetIsSuggested() {
    RightSize size = cpu(steady(100, 60), 0, 0);
    assertThat(codes(size)).containsExactly(NO_RESERVATION, NO_LIMIT);
    assertThat(size.newReservation()).isEqualTo(new Amount.Of(120));
    assertThat(size.newLimit()).isEqualTo(new Amount.Of(130));
  }

  @Test
  void theSnippetKeepsTheLimitOfProcesses() {
    ServiceSize size =
        new ServiceSize(
            "shop_web",
            "web",
            2,
            150,
            cpu(steady(100, 60), 1000, 2000),
            memory(steady(100 << 20, 60), 512, 1024));
    assertThat(size.snippet())
        .isEqualTo(
            """
            web:
              deploy:
                resources:
                  limits:
                    cpus: "0.130"
                    memory: 128M
                    pids: 150
                  reservations:
                    cpus: "0.120"
                    memory: 120M
            """);
  }

  @Test
  void aServiceWithoutHistoryStaysAsItIs() {
    ServiceSize size = ServiceSize.of(Views.service(3, Map.of()), 3, UsedHour.NONE);
    assertThat(size.changes()).isFalse();
    assertThat(codes(size.cpu())).containsExactly(TOO_LITTLE_DATA);
  }

  /**
   * Whatever was used: the new limit is above the peak, the new reservation not above the limit.
   */
  @Test
  void noSuggestionIsBelowWhatWasUsed() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      Digest used = Digest.NONE;
      long top = 1 + random.nextInt(4000);
      for (int n = 0; n < 60; n++) {
        used = used.with(random.nextLong(top));
      }
      RightSize size = cpu(used, random.nextInt(3) * 500L, random.nextInt(3) * 2000L);
      if (size.changes() && !size.newLimit().equals(size.limit())) {
        assertThat(size.newLimit().value().orElseThrow()).isGreaterThanOrEqualTo(used.most());
      }
      size.newLimit()
          .value()
          .ifPresent(
              limit ->
                  assertThat(size.newReservation().value().orElse(0)).isLessThanOrEqualTo(limit));
    }
  }
}
