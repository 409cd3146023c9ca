package io.drover.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.time.Moment;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final int ROUNDS = 2000;
  private final Random random = new Random(42);

  /** Few values, so that two samples often have one in common. */
  private Field field() {
    return switch (random.nextInt(5)) {
      case 0 -> new Field.Unlimited();
      case 1 -> Field.unknown("reason " + random.nextInt(2));
      default -> Field.known(random.nextInt(2) * 1_000_000_000_000L);
    };
  }

  private Sample sample(int second) {
    return new Sample(
        new Moment(second * 1_000_000_000L, Instant.EPOCH.plusSeconds(second)),
        new Sample.CpuTime(field(), field(), field(), field(), field()),
        new Sample.Memory(field(), field(), field(), field(), field(), field()),
        new Sample.Pids(field(), field()),
        new Sample.Traffic(field(), field()),
        new Sample.Traffic(field(), field()));
  }

  @Test
  void sharingChangesNoNumber() {
    Sample before = sample(0);
    for (int second = 1; second <= ROUNDS; second++) {
      Sample read = sample(second);
      Sample shared = read.sharing(before);
      assertThat(shared).isEqualTo(read);
      before = shared;
    }
  }

  @Test
  void whatDidNotChangeIsTheEarlierObject() {
    Sample before = sample(0);
    Sample same =
        new Sample(
            new Moment(1_000_000_000L, Instant.EPOCH.plusSeconds(1)),
            new Sample.CpuTime(
                copy(before.cpu().usageNanos()),
                copy(before.cpu().periods()),
                copy(before.cpu().throttledPeriods()),
                copy(before.cpu().throttledNanos()),
                copy(before.cpu().quotaNanoCores())),
            new Sample.Memory(
                Field.known(77),
                copy(before.memory().inactiveFile()),
                copy(before.memory().rss()),
                copy(before.memory().cache()),
                copy(before.memory().limit()),
                copy(before.memory().oomKills())),
            new Sample.Pids(copy(before.pids().current()), copy(before.pids().limit())),
            new Sample.Traffic(copy(before.block().in()), copy(before.block().out())),
            new Sample.Traffic(copy(before.net().in()), copy(before.net().out())));
    Sample shared = same.sharing(before);
    assertThat(shared.at()).isEqualTo(same.at());
    assertThat(shared.cpu()).isSameAs(before.cpu());
    assertThat(shared.pids()).isSameAs(before.pids());
    assertThat(shared.block()).isSameAs(before.block());
    assertThat(shared.net()).isSameAs(before.net());
    assertThat(shared.memory().usage()).isEqualTo(Field.known(77));
    assertThat(shared.memory().limit()).isSameAs(before.memory().limit());
  }

  private static Field copy(Field field) {
    return switch (field) {
      case Field.Known(long value) -> new Field.Known(value);
      case Field.Unlimited unlimited -> new Field.Unlimited();
      case Field.Unknown(String reason) -> new Field.Unknown(reason);
    };
  }
}
