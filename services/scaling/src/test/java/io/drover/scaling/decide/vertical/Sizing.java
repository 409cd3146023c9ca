package io.drover.scaling.decide.vertical;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.core.policy.ResizePolicy.Values;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Inputs of the decider that are unremarkable but for what a test says of them. */
final class Sizing {
  static final Instant NOW = Instant.parse("2026-01-09T12:00:00Z");
  static final long MIB = 1L << 20;

  /** Reserves 1 core and 2 GiB, limited to twice that. */
  static final Allotment ROOMY = allotment(1000, 2048, 2000, 4096);

  private Mode mode = Mode.AUTO;
  private Resources min = Resources.NONE;
  private Resources max = Resources.NONE;
  private Set<ResourceKind> resources = EnumSet.allOf(ResourceKind.class);
  private Values values = Values.REQUESTS_AND_LIMITS;
  private List<TimeWindow> windows = List.of();
  private Allotment given = ROOMY;
  private Rollout rollout = Rollout.NONE;
  private Set<ResourceKind> scaledOut = Set.of();
  private Demand demand = demand(400, 1000);
  private Reading<Bytes> workingSet = Reading.known(Bytes.of(500 * MIB), NOW);
  private Reading<Resources> containers = Reading.known(ROOMY.limits(), NOW);
  private Duration age = Duration.ofDays(8);
  private int tasks = 2;
  private Waiting waiting = new Waiting.None();
  private JvmHeap heap = new JvmHeap.Unbounded();
  private Strain strain = Strain.NONE;
  private LastResize last = new LastResize.None();

  static Sizing of() {
    return new Sizing();
  }

  static Allotment allotment(long cpu, long mebibytes, long cpuLimit, long mebibytesLimit) {
    return new Allotment(resources(cpu, mebibytes), resources(cpuLimit, mebibytesLimit));
  }

  static Resources resources(long millicores, long mebibytes) {
    Resources some = Resources.NONE;
    some = millicores > 0 ? some.withCpu(Cpu.ofMillicores(millicores)) : some;
    return mebibytes > 0 ? some.withMemory(Bytes.ofMebibytes(mebibytes)) : some;
  }

  /** A steady use of so many millicores and mebibytes, known for eight days. */
  static Demand demand(long millicores, long mebibytes) {
    Amounts all =
        new Amounts(Map.of(ResourceKind.CPU, millicores, ResourceKind.MEMORY, mebibytes * MIB));
    return new Demand(all, all, all, 8, Duration.ofDays(8), 11_520);
  }

  Sizing mode(Mode wanted) {
    mode = wanted;
    return this;
  }

  Sizing within(Resources least, Resources most) {
    min = least;
    max = most;
    return this;
  }

  Sizing only(ResourceKind resource) {
    resources = Set.of(resource);
    return this;
  }

  Sizing requestsOnly() {
    values = Values.REQUESTS;
    return this;
  }

  Sizing window(String text) {
    windows = TimeWindow.parseList(text);
    return this;
  }

  Sizing given(Allotment allotment) {
    given = allotment;
    return this;
  }

  Sizing rollout(Rollout state) {
    rollout = state;
    return this;
  }

  Sizing scaledOutBy(ResourceKind resource) {
    scaledOut = Set.of(resource);
    return this;
  }

  Sizing demanding(Demand measured) {
    demand = measured;
    return this;
  }

  Sizing workingSet(Reading<Bytes> measured) {
    workingSet = measured;
    return this;
  }

  Sizing containers(Reading<Resources> limits) {
    containers = limits;
    return this;
  }

  Sizing runningFor(Duration time) {
    age = time;
    return this;
  }

  Sizing tasks(int count) {
    tasks = count;
    return this;
  }

  Sizing waitingSince(Instant created, String message) {
    waiting = new Waiting.ForNode(created, message);
    return this;
  }

  Sizing heap(JvmHeap options) {
    heap = options;
    return this;
  }

  Sizing strain(Strain seen) {
    strain = seen;
    return this;
  }

  Sizing last(LastResize done) {
    last = done;
    return this;
  }

  ResizeInput input() {
    List<RunningTask> running =
        IntStream.range(0, tasks)
            .mapToObj(i -> new RunningTask("t" + i, NOW.minus(age), workingSet, containers))
            .toList();
    return new ResizeInput(
        NOW,
        new ServiceView(
            "s1",
            "shop_db",
            7,
            new ServiceView.Mode.Replicated(tasks),
            Map.of(),
            Map.of(),
            given.reservations(),
            given.limits(),
            rollout,
            NOW.minus(Duration.ofDays(30)),
            NOW.minus(Duration.ofDays(30))),
        new ResizePolicy(mode, min, max, resources, values, windows),
        scaledOut,
        demand,
        running,
        tasks == 0,
        waiting,
        heap,
        strain,
        last);
  }

  ResizeVerdict decided() {
    return ResizeDecider.decide(input());
  }
}
