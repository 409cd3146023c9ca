package io.drover.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Ids that sort as they were made. */
class DecisionIdsTest {
  private final ManualClock clock = new ManualClock();
  private final DecisionIds ids = new DecisionIds(clock, new SplittableRandom(1));

  @Test
  void anIdIsAUuidOfVersion7WithItsTime() {
    UUID id = UUID.fromString(ids.next());
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
        .isEqualTo(ManualClock.START);
  }

  @Test
  void eachIsGreaterThanTheLastWhateverTheClockDoes() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String last = "";
      for (int i = 0; i < 10_000; i++) {
        if (random.nextInt(100) == 0) {
          clock.advance(Duration.ofMillis(random.nextInt(-5_000, 5_000)));
        }
        String next = ids.next();
        assertThat(next).as("seed %d", seed).isGreaterThan(last);
        last = next;
      }
    }
  }

  @Test
  void idsOfManyThreadsDiffer() throws Exception {
    List<Future<List<String>>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        made.add(threads.submit(this::aThousand));
      }
    }
    TreeSet<String> all = new TreeSet<>();
    for (Future<List<String>> some : made) {
      assertThat(some.get()).isSorted();
      all.addAll(some.get());
    }
    assertThat(all).hasSize(8_000);
  }

  private List<String> aThousand() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      made.add(ids.next());
    }
    return made;
  }

  @Test
  void processesOfTheSameMomentAreToldApart() {
    DecisionIds others = new DecisionIds(clock, new SplittableRandom(2));
    assertThat(ids.next()).isNotEqualTo(others.next());
  }
}
