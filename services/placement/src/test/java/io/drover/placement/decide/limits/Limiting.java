package io.drover.placement.decide.limits;

import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.TaskBounds;
import io.drover.core.policy.VolumeBounds;
import io.drover.manifests.Described;
import io.drover.manifests.StackFiles;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service, what is said of it and what its tasks are held to, put together step by step. */
final class Limiting {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Map<String, String> labels = new HashMap<>();
  private final List<StackFiles.Declared> stackFile = new ArrayList<>();
  private final List<StackLimits> ranges = new ArrayList<>();
  private final List<Described> manifests = new ArrayList<>();
  private final List<TaskHolds> tasks = new ArrayList<>();
  private Allotment spec = new Allotment(Resources.NONE, Resources.NONE);
  private Rollout rollout = Rollout.NONE;
  private ServiceView.Mode mode = new ServiceView.Mode.Replicated(2);
  private Reading<Cpu> fewestCores = Reading.known(Cpu.ofMillicores(8000), NOW);
  private PastRepairs past = PastRepairs.NONE;

  static Limiting of() {
    return new Limiting();
  }

  /** Cores in thousandths, memory in MiB; 0 is none. */
  static Resources resources(long millicores, long mebibytes, long pids) {
    Resources resources = Resources.NONE;
    resources = millicores > 0 ? resources.withCpu(Cpu.ofMillicores(millicores)) : resources;
    resources = mebibytes > 0 ? resources.withMemory(Bytes.ofMebibytes(mebibytes)) : resources;
    return pids > 0 ? resources.withPids(pids) : resources;
  }

  Limiting label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  Limiting spec(Resources reservations, Resources limits) {
    return spec(new Allotment(reservations, limits));
  }

  Limiting spec(Allotment allotment) {
    spec = allotment;
    return this;
  }

  Limiting inStackFile(Resources reservations, Resources limits) {
    stackFile.add(
        new StackFiles.Declared(
            new Allotment(reservations, limits), "shop.yml", Map.of(), List.of(), List.of()));
    return this;
  }

  Limiting inStackFile(StackFiles.Declared declared) {
    stackFile.add(declared);
    return this;
  }

  Limiting range(Resources limits, Resources requests, Resources min, Resources max) {
    return range(limits, requests, min, max, Map.of());
  }

  Limiting range(
      Resources limits,
      Resources requests,
      Resources min,
      Resources max,
      Map<ResourceKind, BigDecimal> ratios) {
    ranges.add(
        new StackLimits(
            "shop",
            "shop-limits",
            List.of(new TaskBounds(limits, requests, min, max, ratios)),
            VolumeBounds.NONE,
            List.of()));
    return this;
  }

  Limiting manifest(Described manifest) {
    manifests.add(manifest);
    return this;
  }

  Limiting rollout(Rollout state) {
    rollout = state;
    return this;
  }

  Limiting mode(ServiceView.Mode other) {
    mode = other;
    return this;
  }

  Limiting fewestCores(long cores) {
    fewestCores = Reading.known(Cpu.ofMillicores(1000 * cores), NOW);
    return this;
  }

  Limiting past(PastRepairs repairs) {
    past = repairs;
    return this;
  }

  /** A task that is held to this and needs so much memory. */
  Limiting task(String id, Resources limits, long workingSetMebibytes) {
    return task(id, limits, Reading.known(Bytes.ofMebibytes(workingSetMebibytes), NOW));
  }

  Limiting task(String id, Resources limits, Reading<Bytes> workingSet) {
    Map<Amount, Reading<TaskHolds.Limit>> held = new EnumMap<>(Amount.class);
    Allotment all = new Allotment(Resources.NONE, limits);
    for (Amount amount : Amount.values()) {
      if (amount.isLimit()) {
        var units = amount.of(all);
        held.put(
            amount,
            Reading.known(
                units.isPresent()
                    ? new TaskHolds.Limit.To(units.getAsLong())
                    : new TaskHolds.Limit.None(),
                NOW));
      }
    }
    tasks.add(new TaskHolds(id, "node-" + id, held, workingSet));
    return this;
  }

  Limiting silent(String id) {
    tasks.add(TaskHolds.unknown(id, "node-" + id, "the agent is away"));
    return this;
  }

  Limiting withoutTasks() {
    tasks.clear();
    return this;
  }

  ServiceView service() {
    return new ServiceView(
        "s1",
        "shop_web",
        7,
        mode,
        labels,
        Map.of(),
        spec.reservations(),
        spec.limits(),
        rollout,
        NOW,
        NOW);
  }

  Governance governance() {
    Parsed parsed = PolicyParser.parse(service());
    return Governing.of(service(), new Said(parsed, stackFile, ranges, manifests));
  }

  Documented documented() {
    return ((Governance.Held) governance()).documented();
  }

  LimitsInput input() {
    return new LimitsInput(NOW, service(), documented(), ranges, tasks, fewestCores, past);
  }
}
