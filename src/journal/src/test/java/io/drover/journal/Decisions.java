package io.drover.journal;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Decisions for tests. */
public final class Decisions {
  /** When the first of them was made. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private static final String[] TEXTS = {
    "", "plain", "two\nlines", "quote \" and \\", "é ü 漢 😀", "tab\t", "\u2028", "\u0001"
  };

  private Decisions() {}

  /** Number {@code n} about a service: one second after the one before; even ones acted. */
  public static Decision numbered(int n, String service) {
    return at(START.plusSeconds(n), "id-%06d".formatted(n), service, n % 2 == 0);
  }

  /** One at this time. */
  public static Decision at(Instant at, String id, String service, boolean acted) {
    Action action = new Action.SetReplicas(service + "-id", service, 7, 1, 2);
    List<Reason> reasons =
        List.of(new Reason("CpuHigh", "cpu is above its target", Map.of("cpu", "82%")));
    return new Decision(
        id,
        at,
        "scaling",
        "here",
        service,
        service + "-id",
        "1 -> 2",
        acted
            ? new Plan(List.of(new Plan.Step(action, reasons)), List.of(), List.of())
            : Plan.nothing(reasons),
        acted ? List.of(new Outcome.Applied("")) : List.of(),
        Map.of("cpu", "82%"));
  }

  /** Any decision that text can hold. */
  static Decision random(RandomGenerator random) {
    Outcome[] outcomes = {
      new Outcome.Applied(text(random)),
      new Outcome.Conflict(text(random)),
      new Outcome.Failed(
          Outcome.Kind.values()[random.nextInt(Outcome.Kind.values().length)], text(random))
    };
    List<Plan.Step> steps = times(random).mapToObj(i -> step(random)).toList();
    return new Decision(
        "id-" + random.nextLong(),
        START.plusNanos(random.nextLong(1L << 60)),
        text(random),
        text(random),
        text(random),
        text(random),
        text(random),
        new Plan(
            steps,
            times(random).mapToObj(i -> new Plan.Held(step(random), reason(random))).toList(),
            times(random).mapToObj(i -> reason(random)).toList()),
        times(random).mapToObj(i -> outcomes[random.nextInt(outcomes.length)]).toList(),
        texts(random));
  }

  private static Plan.Step step(RandomGenerator random) {
    return new Plan.Step(action(random), List.of(reason(random)));
  }

  private static Action action(RandomGenerator random) {
    return switch (random.nextInt(18)) {
      case 0 ->
          new Action.SetReplicas(
              text(random),
              text(random),
              random.nextLong(),
              random.nextInt(1_000),
              random.nextInt(1_000));
      case 1 ->
          new Action.ResizeService(
              text(random),
              text(random),
              random.nextLong(),
              new Allotment(resources(random), resources(random)),
              new Allotment(resources(random), resources(random)));
      case 2 -> new Action.ReplaceTasks(text(random), text(random), random.nextLong());
      case 3 ->
          new Action.RestoreService(text(random), text(random), random.nextLong(), text(random));
      case 4 ->
          new Action.SetAvailability(
              text(random), text(random), random.nextLong(), text(random), text(random));
      case 5 -> new Action.SetProfile(text(random), text(random), random.nextBoolean());
      case 6 ->
          new Action.TuneContainers(
              text(random), text(random), new TreeMap<>(Map.of(text(random), text(random))));
      case 7 ->
          new Action.SetMember(
              text(random),
              text(random),
              text(random),
              text(random),
              text(random),
              text(random),
              Action.MemberChange.values()[random.nextInt(Action.MemberChange.values().length)],
              random.nextInt(257),
              random.nextInt(1_000));
      case 8 ->
          new Action.SetMembers(
              text(random),
              text(random),
              text(random),
              text(random),
              times(random).mapToObj(i -> text(random)).toList(),
              times(random).mapToObj(i -> text(random)).toList());
      case 9 -> new Action.CreateObject(kind(random), text(random), text(random));
      case 10 -> new Action.RemoveObject(kind(random), text(random), text(random));
      case 11 -> new Action.FillVolume(text(random), text(random), text(random));
      case 12 -> new Action.RunHook(text(random), text(random), text(random), text(random));
      case 13 -> new Action.PinService(text(random), text(random), random.nextLong(), text(random));
      case 14 ->
          new Action.PointRecord(
              text(random),
              times(random).mapToObj(i -> text(random)).toList(),
              List.of(text(random), text(random)));
      case 15 -> new Action.SwitchSite(text(random), random.nextBoolean(), random.nextLong());
      case 16 -> new Action.MirrorService(text(random), text(random), random.nextLong());
      default -> new Action.ResizeTask(text(random), text(random), text(random), resources(random));
    };
  }

  private static Action.ObjectKind kind(RandomGenerator random) {
    return Action.ObjectKind.values()[random.nextInt(Action.ObjectKind.values().length)];
  }

  private static Resources resources(RandomGenerator random) {
    Resources some = Resources.NONE;
    if (random.nextBoolean()) {
      some = some.withCpu(Cpu.ofNanos(random.nextLong(1L << 40)));
    }
    if (random.nextBoolean()) {
      some = some.withMemory(Bytes.of(random.nextLong(1L << 50)));
    }
    return random.nextBoolean() ? some.withPids(random.nextLong(1L << 22)) : some;
  }

  private static Reason reason(RandomGenerator random) {
    return new Reason("Code" + random.nextInt(100), text(random), texts(random));
  }

  private static Map<String, String> texts(RandomGenerator random) {
    Map<String, String> texts = new TreeMap<>();
    times(random).forEach(i -> texts.put(i + text(random), text(random)));
    return texts;
  }

  private static String text(RandomGenerator random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private static IntStream times(RandomGenerator random) {
    return IntStream.range(0, random.nextInt(3));
  }
}
