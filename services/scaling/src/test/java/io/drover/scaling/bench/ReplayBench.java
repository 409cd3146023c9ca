package io.drover.scaling.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A week of four kinds of load under Drover's deciders, under a plain threshold scaler, and under
 * one that knows the future. Prints a table and figures, and draws a plot.
 */
public final class ReplayBench {
  private static final long SEED = 20260105;
  private static final String CPU = "drover.scale.cpu";
  private static final String MEMORY = "drover.scale.memory";
  private static final String TARGET = "70%";
  private static final String LOWER_TARGET = "50%";
  private static final String MEMORY_TARGET = "80%";

  private static final String MODEL =
      """
      Seven days, looked at each 15 s; 2 to 20 tasks of one core and 1 GiB, reserved and limit alike. A new task
      serves 45 s after it was asked for: 15 s without a container, then 30 s at 0.8 cores. Load above the capacity
      is overload; it is lost and does not come back. A leaking task loses 120 MiB for each core-hour that it works.
        drover           cpu 70% (memory 80% where it leaks), Kubernetes' default behavior
        drover-document  the same with the reference document's behavior: up 50%/60s after 60 s, down 10%/60s after 300 s
        drover-50        cpu 50%, default behavior
        threshold-15s    +1 above 85%, -1 below 25% (of the higher of cpu and memory where it leaks), each 15 s; -60s: each 60 s
        ideal            the least tasks that carry the load, known in advance; its changes cost it nothing

      """;

  private ReplayBench() {}

  /** Replays; the only argument is where the plot goes. */
  public static void main(String[] args) throws IOException {
    System.out.print(MODEL);
    ReplayPlot plot = new ReplayPlot();
    List<String> figures = new ArrayList<>();
    row("load", "scaler", "overloaded", "load lost", "replica-h", "vs ideal", "changes", "killed");
    for (Workload workload :
        List.of(
            Workload.diurnal(SEED),
            Workload.spiky(SEED),
            Workload.leaking(SEED),
            Workload.burstyBatch(SEED))) {
      Map<String, Replay> weeks = weeks(workload);
      double ideal = weeks.get("ideal").replicaHours();
      weeks.forEach((name, week) -> report(workload.name(), name, week, ideal, figures));
      plot.add(workload, weeks);
    }
    System.out.println();
    row(
        "memory of a leaking task",
        "",
        "overdrawn",
        "GiB-h res.",
        "GiB-h used",
        "changes",
        "killed");
    LeakReplay fixed = LeakReplay.of(false, SEED);
    LeakReplay resized = LeakReplay.of(true, SEED);
    report("fixed", fixed, figures);
    report("resized", resized, figures);
    row(
        "",
        "ideal",
        percent(0),
        "%.0f".formatted(fixed.usedHours()),
        "%.0f".formatted(fixed.usedHours()),
        "",
        "");
    plot.add(resized);
    plot.write(Path.of(args[0]));
    System.out.println();
    figures.forEach(System.out::println);
    System.out.println("plot " + args[0]);
  }

  private static Map<String, Replay> weeks(Workload workload) {
    boolean leaks = workload.leakPerCoreHour() > 0;
    Map<String, String> usual = targets(TARGET, leaks);
    Map<String, Replay> weeks = new LinkedHashMap<>();
    weeks.put("drover", Replay.of(workload, Scaler.drover(usual), SEED));
    weeks.put("drover-document", Replay.of(workload, Scaler.drover(documented(usual)), SEED));
    weeks.put("drover-50", Replay.of(workload, Scaler.drover(targets(LOWER_TARGET, leaks)), SEED));
    weeks.put(
        "threshold-15s",
        Replay.of(workload, Scaler.threshold(Duration.ofSeconds(15), leaks), SEED));
    weeks.put(
        "threshold-60s",
        Replay.of(workload, Scaler.threshold(Duration.ofSeconds(60), leaks), SEED));
    weeks.put("ideal", Replay.ideal(workload));
    return weeks;
  }

  private static Map<String, String> targets(String cpu, boolean leaks) {
    return leaks ? Map.of(CPU, cpu, MEMORY, MEMORY_TARGET) : Map.of(CPU, cpu);
  }

  /** The behavior of the reference document's HPA. */
  private static Map<String, String> documented(Map<String, String> targets) {
    Map<String, String> labels = new LinkedHashMap<>(targets);
    labels.put("drover.scale.up.policies", "50%/60s");
    labels.put("drover.scale.up.window", "60s");
    labels.put("drover.scale.down.policies", "10%/60s");
    labels.put("drover.scale.down.window", "300s");
    return labels;
  }

  private static void report(
      String load, String scaler, Replay week, double ideal, List<String> figures) {
    row(
        load,
        scaler,
        percent(week.overloadedShare()),
        percent(week.lostShare()),
        "%.0f".formatted(week.replicaHours()),
        "%.2f".formatted(week.replicaHours() / ideal),
        "" + week.changes(),
        "" + week.kills());
    String name = (load + "_" + scaler).replace('-', '_');
    figure(figures, name + "_overloaded", 100 * week.overloadedShare(), "%");
    figure(figures, name + "_lost", 100 * week.lostShare(), "%");
    figure(figures, name + "_replica_hours", week.replicaHours(), "h");
    figure(figures, name + "_changes", week.changes(), "count");
    figure(figures, name + "_killed", week.kills(), "count");
  }

  private static void report(String name, LeakReplay week, List<String> figures) {
    row(
        "",
        name,
        percent(week.overdrawn()),
        "%.0f".formatted(week.reservedHours()),
        "%.0f".formatted(week.usedHours()),
        "" + week.changes(),
        "" + week.kills());
    String figure = "memory_" + name.replace(' ', '_');
    figure(figures, figure + "_killed", week.kills(), "count");
    figure(figures, figure + "_reserved", week.reservedHours(), "GiB-h");
    figure(figures, figure + "_used", week.usedHours(), "GiB-h");
    figure(figures, figure + "_overdrawn", 100 * week.overdrawn(), "%");
    figure(figures, figure + "_changes", week.changes(), "count");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  private static void figure(List<String> figures, String name, double value, String unit) {
    figures.add(String.format(Locale.ROOT, "figure %s %.2f %s", name, value, unit));
  }

  private static void row(String... cells) {
    StringBuilder line = new StringBuilder();
    IntStream.range(0, cells.length)
        .forEach(i -> line.append((i < 2 ? "%-16s " : "%11s ").formatted(cells[i])));
    System.out.println(line.toString().stripTrailing());
  }
}
