package io.drover.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Outcome;
import io.drover.manifests.PolicyReader;
import io.drover.runtime.guard.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tasks use becomes their size. */
class ResizeLoopTest extends SimulatedResizing {
  private static String withoutNumbers(String spec) {
    return spec.replaceAll("(NanoCPUs|MemoryBytes)\":[0-9]+", "$1\":0");
  }

  @Test
  void whatIsReservedForNothingIsGivenBackAndTheRestOfTheSpecStays() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    String before = swarm.spec(db);
    round(steps(Mode.ENFORCE));
    assertThat(last("shop_db").results()).containsExactly(new Outcome.Applied(""));
    // The ends of the buckets of 0.4 cores and 1000 MiB, and 15 % on top.
    assertThat(resources(db).at("/Reservations/NanoCPUs").asLong()).isEqualTo(476_000_000);
    assertThat(resources(db).at("/Limits/NanoCPUs").asLong()).isEqualTo(952_000_000);
    long reserved = resources(db).at("/Reservations/MemoryBytes").asLong();
    assertThat(reserved).isBetween(1150 * MIB, 1208 * MIB);
    assertThat(resources(db).at("/Limits/MemoryBytes").asLong()).isEqualTo(2 * reserved);
    assertThat(withoutNumbers(swarm.spec(db))).isEqualTo(withoutNumbers(before)).contains("1e3");
    assertThat(last("shop_db").summary()).contains("cpu 1 (limit 2)").contains("8.00 days");
    rounds(steps(Mode.ENFORCE), 3);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void whatIsTooLittleIsRaisedWithinMinutes() {
    String db = service("shop_db", "drover.resize.mode", "auto", "drover.resize.resources", "cpu");
    agents.loads.put(db, new Load(1900, 1000, 0));
    ResizeSteps steps = steps(Mode.ENFORCE);
    rounds(steps, 30);
    assertThat(resources(db).at("/Reservations/NanoCPUs").asLong()).isGreaterThan(2_000_000_000L);
    assertThat(resources(db).at("/Reservations/MemoryBytes").asLong()).isEqualTo(2048 * MIB);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void aServiceWithoutTheLabelsIsNeverTouched() {
    String plain = service("plain");
    String off = known("off", "drover.resize.mode", "off");
    String recommended = known("recommended", "drover.resize.mode", "recommend");
    String torn =
        known(
            "torn",
            "drover.resize.mode",
            "auto",
            "drover.scale.max",
            "4",
            "drover.scale.cpu",
            "70%");
    rounds(steps(Mode.ENFORCE), 3);
    for (String id : List.of(plain, off, recommended, torn)) {
      assertThat(swarm.updates(id)).isZero();
    }
    assertThat(board.all()).extracting(status -> status.service()).containsExactly("recommended");
  }

  @Test
  void theReferenceDocumentsManifestGovernsItsService() throws IOException {
    Path file = Path.of("../../src/manifests/src/test/resources/reference/vpa.yaml");
    manifests = PolicyReader.read(Map.of("vpa.yaml", Files.readString(file)));
    String db = known("medianest_postgres", "com.docker.stack.namespace", "medianest");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    // Its minimum: 1 core, which is reserved already, and 4 GiB; the limit stays twice as much.
    assertThat(resources(db).at("/Reservations/NanoCPUs").asLong()).isEqualTo(1_000_000_000);
    assertThat(resources(db).at("/Reservations/MemoryBytes").asLong()).isEqualTo(4L << 30);
    assertThat(resources(db).at("/Limits/MemoryBytes").asLong()).isEqualTo(8L << 30);
    assertThat(board.all().getFirst().rules().origin()).contains("postgres-vpa (vpa.yaml:");
    String both =
        known("both_postgres", "com.docker.stack.namespace", "both", "drover.resize.mode", "auto");
    manifests =
        PolicyReader.read(
            Map.of(
                "vpa.yaml",
                Files.readString(file).replace("namespace: medianest", "namespace: both")));
    rounds(steps, 1);
    assertThat(swarm.updates(both)).isZero();
    assertThat(codes(last("both_postgres"))).containsExactly("AmbiguousSelector");
    assertThat(board.all()).isEmpty();
  }

  @Test
  void anOvertakenStepIsDecidedAnew() {
    String db = known("shop_db", "drover.resize.mode", "auto");
    swarm.manager().faults().overtakeNext(1, "POST /services");
    ResizeSteps steps = steps(Mode.ENFORCE);
    round(steps);
    assertThat(last("shop_db").results().getFirst().code()).isEqualTo("conflict");
    rounds(steps, 1);
    assertThat(swarm.updates(db)).isEqualTo(1);
  }

  @Test
  void withTheDatabaseAwayItGoesOnInMemoryAndMergesLater() {
    String db = known("shop_db", "drover.resize.mode", "recommend");
    stored.goAway(true);
    ResizeSteps steps = steps(Mode.ENFORCE);
    rounds(steps, 5);
    assertThat(board.all().getFirst().samples()).isEqualTo(10);
    stored.goAway(false);
    rounds(steps, 1);
    // Eight days of minutes, and six rounds of two tasks.
    long all = 8 * 24 * 60 + 12;
    assertThat(board.all().getFirst().samples()).isEqualTo(all);
    assertThat(stored.state("shop_db").cpuSamples()).isEqualTo(all);
    assertThat(stored.state("shop_db").tasks())
        .containsKeys(swarm.tasks(db).getFirst(), swarm.tasks(db).getLast());
    ResizeSteps successor = steps(Mode.ENFORCE);
    rounds(successor, 1);
    assertThat(stored.state("shop_db").cpuSamples()).isEqualTo(all + 2);
  }

  @Test
  void whatNothingWasHeardOfForDaysIsForgotten() {
    stored.steady("gone", 400, 1000, clock.instant().minus(Duration.ofDays(8)));
    known("shop_db", "drover.resize.mode", "recommend");
    rounds(steps(Mode.ENFORCE), 1);
    assertThat(stored.has("gone")).isFalse();
    assertThat(stored.has("shop_db")).isTrue();
  }

  @Test
  void whatAnyServiceUsesIsKeptHourByHour() {
    String plain = service("shop_plain");
    round(steps(Mode.ENFORCE));
    assertThat(swarm.updates(plain)).isZero();
    assertThat(hours.rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.service()).isEqualTo("shop_plain");
              assertThat(row.body()).contains("\"most\":400", "\"most\":1048576000");
            });
  }
}
