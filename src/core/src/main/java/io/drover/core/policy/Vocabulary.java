package io.drover.core.policy;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Every label that Drover knows: the one place from which the parser, the search for the nearest
 * key and the test of the documentation ({@code src/site/labels.md}) are fed.
 */
public final class Vocabulary {
  /** What all our labels start with. */
  public static final String PREFIX = "drover.";

  private static final List<Label<?>> DEFINED = new ArrayList<>();
  private static final int MOST = Integer.MAX_VALUE;
  private static final String SELECT = Word.choices(ScalePolicy.Select.class);
  private static final String INDICES = "numbers and ranges with commas";
  private static final String POLICIES =
      "tasks/period or percent%/period, with commas; 1s to 1800s";
  private static final String WINDOW = "whole seconds, 0s to 3600s";
  private static final String BOUNDS = "cpu=quantity and/or memory=quantity, with a comma";

  static final Label<ServicePolicy.Mode> MODE =
      label(
          "drover.mode",
          Word.choices(ServicePolicy.Mode.class),
          "observe",
          "Whether Drover acts, or only decides and records. Default: enforce.",
          text -> Word.parse(ServicePolicy.Mode.class, text));

  static final Label<Integer> SCALE_MIN =
      count("drover.scale.min", 1, MOST, "2", "Fewest tasks. Default: 1.");
  static final Label<Integer> SCALE_MAX =
      count(
          "drover.scale.max",
          1,
          MOST,
          "8",
          "Most tasks. Required with any other drover.scale label.");
  static final Label<ScaleTarget> SCALE_CPU =
      label(
          "drover.scale.cpu",
          "whole percent, or CPU quantity",
          "70%",
          "CPU use to hold: percent of the reservation (of the limit where none is reserved), or cores per task (500m). Default without any target: 80%.",
          ScaleSyntax::cpu);
  static final Label<ScaleTarget> SCALE_MEMORY =
      label(
          "drover.scale.memory",
          "whole percent, or memory quantity",
          "80%",
          "Memory use to hold: percent of the reservation (of the limit where none is reserved), or an amount per task (1Gi).",
          ScaleSyntax::memory);
  static final Label<MetricTarget> SCALE_METRIC =
      label(
          "drover.scale.metric.<name>",
          "quantity, or quantity/task",
          "100/task",
          "A metric's value to hold: in total, or on average per task.",
          MetricTarget::parse);
  static final Label<String> SCALE_METRIC_QUERY =
      label(
          "drover.scale.metric.<name>.query",
          "PromQL",
          "sum(redis_list_length{job=\"redis\"})",
          "Asks Prometheus for the metric. Default: the tasks themselves are asked, see below.",
          Line::parse);
  static final Label<List<ReplicaPolicy>> SCALE_UP_POLICIES =
      label(
          "drover.scale.up.policies",
          POLICIES,
          "50%/60s,4/60s",
          "How fast the service may grow. Default: 4/15s,100%/15s.",
          ReplicaPolicy::parseList);
  static final Label<Duration> SCALE_UP_WINDOW =
      label(
          "drover.scale.up.window",
          WINDOW,
          "60s",
          "Grows to the lowest number recommended within this time. Default: 0s.",
          ScaleSyntax::window);
  static final Label<ScalePolicy.Select> SCALE_UP_SELECT =
      label(
          "drover.scale.up.select",
          SELECT,
          "min",
          "Which of several policies counts; off: never grow. Default: max.",
          text -> Word.parse(ScalePolicy.Select.class, text));
  static final Label<List<ReplicaPolicy>> SCALE_DOWN_POLICIES =
      label(
          "drover.scale.down.policies",
          POLICIES,
          "10%/60s",
          "How fast the service may shrink. Default: 100%/15s.",
          ReplicaPolicy::parseList);
  static final Label<Duration> SCALE_DOWN_WINDOW =
      label(
          "drover.scale.down.window",
          WINDOW,
          "300s",
          "Shrinks to the highest number recommended within this time. Default: 300s.",
          ScaleSyntax::window);
  static final Label<ScalePolicy.Select> SCALE_DOWN_SELECT =
      label(
          "drover.scale.down.select",
          SELECT,
          "off",
          "Which of several policies counts; off: never shrink. Default: max.",
          text -> Word.parse(ScalePolicy.Select.class, text));
  static final Label<BigDecimal> SCALE_TOLERANCE =
      label(
          "drover.scale.tolerance",
          "0 to 1, or a percentage",
          "0.1",
          "Deviation from a target that is put up with, in both directions. Default: 0.1.",
          ScaleSyntax::tolerance);
  static final Label<FallbackPolicy> SCALE_FALLBACK =
      label(
          "drover.scale.fallback",
          "TASKS after ROUNDS",
          "4 after 30",
          "At least so many tasks after so many rounds in a row without a result. Default: none.",
          FallbackPolicy::parse);

  static final Label<Dialect> SCALE_ALIASES =
      label(
          "drover.scale.aliases",
          Dialect.words(),
          "swarm-hpa",
          "Reads another autoscaler's labels where their meaning is certain. Default: none.",
          Dialect::parse);

  static final Label<Integer> METRICS_PORT =
      count(
          "drover.metrics.port",
          1,
          65_535,
          "8080",
          "The port at which each task tells its own metrics. Required with drover.metrics.path.");
  static final Label<String> METRICS_PATH =
      label(
          "drover.metrics.path",
          "path",
          "/actuator/prometheus",
          "The path there. Default: /metrics.",
          MetricsPolicy::path);

  static final Label<ReplicaWindow> SCHEDULE =
      label(
          "drover.schedule.<name>",
          "minute hour day month weekday [zone] for length: [min=N] [max=N]",
          "0 18 * * MON-FRI Europe/Berlin for 5h: min=4 max=10",
          "Other bounds for the number of tasks in a window that comes again. Default zone: UTC.",
          ReplicaWindow::parse);

  static final Label<ResizePolicy.Mode> RESIZE_MODE =
      label(
          "drover.resize.mode",
          Word.choices(ResizePolicy.Mode.class),
          "recommend",
          "How far vertical scaling goes. Required with any other drover.resize label.",
          text -> Word.parse(ResizePolicy.Mode.class, text));
  static final Label<Resources> RESIZE_MIN =
      label(
          "drover.resize.min",
          BOUNDS,
          "cpu=1,memory=4Gi",
          "Never less than this. Default: no bound.",
          ResizeSyntax::bounds);
  static final Label<Resources> RESIZE_MAX =
      label(
          "drover.resize.max",
          BOUNDS,
          "cpu=8,memory=32Gi",
          "Never more than this. Default: no bound.",
          ResizeSyntax::bounds);
  static final Label<Set<ResourceKind>> RESIZE_RESOURCES =
      label(
          "drover.resize.resources",
          "cpu, memory or both, with a comma",
          "cpu,memory",
          "Which resources are scaled. Default: cpu,memory.",
          ResizeSyntax::resources);
  static final Label<ResizePolicy.Values> RESIZE_VALUES =
      label(
          "drover.resize.values",
          Word.choices(ResizePolicy.Values.class),
          "requests",
          "Whether limits follow in proportion. Default: requests-and-limits.",
          text -> Word.parse(ResizePolicy.Values.class, text));
  static final Label<List<TimeWindow>> RESIZE_WINDOW =
      label(
          "drover.resize.window",
          "minute hour day month weekday [zone] for length; several with semicolons",
          "0 2 * * SUN Europe/Berlin for 3h",
          "When tasks may be replaced to resize them. Required with in-place. Default: at any time. Default zone: UTC.",
          TimeWindow::parseList);

  static final Label<Cpu> LIMITS_CPU =
      label(
          "drover.limits.cpu",
          "cores as in a stack file",
          "0.5",
          "CPU that each task is limited to, in its service and in its container. Default: not documented.",
          LimitsSyntax::cpuLimit);
  static final Label<Bytes> LIMITS_MEMORY =
      label(
          "drover.limits.memory",
          "memory as in a stack file",
          "320M",
          "Memory that each task is limited to, likewise. Default: not documented.",
          LimitsSyntax::memoryLimit);
  static final Label<Integer> LIMITS_PIDS =
      count(
          "drover.limits.pids",
          1,
          MOST,
          "50",
          "Processes and threads that each task is limited to, likewise. Default: not documented.");
  static final Label<Cpu> RESERVATIONS_CPU =
      label(
          "drover.reservations.cpu",
          "cores as in a stack file",
          "0.1",
          "CPU that is set aside for each task. Default: not documented.",
          LimitsSyntax::cpuReservation);
  static final Label<Bytes> RESERVATIONS_MEMORY =
      label(
          "drover.reservations.memory",
          "memory as in a stack file",
          "128M",
          "Memory that is set aside for each task. Default: not documented.",
          LimitsSyntax::memoryReservation);

  static final Label<String> TIER =
      label(
          "drover.tier",
          "letters, digits, _ . and -",
          "database",
          "The tier that the service is counted in. Default: the one that its constraint on node.labels.tier names.",
          TierSyntax::name);

  static final Label<Integer> PLACE_IOPS =
      count(
          "drover.place.iops",
          1,
          MOST,
          "3000",
          "Storage operations a second that a task takes of its node's budget. Default: none.");
  static final Label<Bandwidth> PLACE_BANDWIDTH =
      label(
          "drover.place.bandwidth",
          "number and bps, kbps, Mbps, Gbps or Tbps",
          "1Gbps",
          "Network bandwidth that a task takes of its node's budget. Default: none.",
          Bandwidth::parse);
  static final Label<PlacePolicy.Rebalance> PLACE_REBALANCE =
      label(
          "drover.place.rebalance",
          Word.choices(PlacePolicy.Rebalance.class),
          "auto",
          "Whether tasks may be moved to even the nodes out. Default: off.",
          text -> Word.parse(PlacePolicy.Rebalance.class, text));

  static final Label<QuotaPolicy> QUOTA =
      label(
          "drover.quota",
          Word.choices(QuotaPolicy.class),
          "strict",
          "Whether a change from outside by which the service breaks its stack's ResourceQuota is taken back, or only told. Default: report.",
          QuotaPolicy::parse);

  static final Label<NodePolicy.Setting> NODE_CPUSET =
      label(
          "drover.node.cpuset",
          INDICES + ", or exclusive: and a whole number from 1",
          "0-7",
          "Processors that the containers may run on; exclusive:4 are 4 for each container alone. Default: left alone.",
          NodeSyntax::cpus);
  static final Label<NodePolicy.Setting> NODE_NUMA =
      label(
          "drover.node.numa",
          INDICES,
          "0",
          "NUMA nodes whose memory the containers may use. Default: left alone.",
          NodeSyntax::numaNodes);
  static final Label<NodePolicy.Setting> NODE_MEMSWAP =
      label(
          "drover.node.memswap",
          "memory quantity, or unlimited",
          "16Gi",
          "Memory and swap together; the memory limit itself means no swap. Default: left alone.",
          NodeSyntax::memorySwap);
  static final Label<NodePolicy.Setting> NODE_OOM_SCORE =
      label(
          "drover.node.oom-score",
          "whole number, -1000 to 1000",
          "-500",
          "How likely the kernel ends the containers when memory runs out; lower is safer. Default: left alone.",
          NodeSyntax::oomScore);
  static final Label<NodePolicy.Setting> NODE_CPU_SHARES =
      label(
          "drover.node.cpu-shares",
          "whole number, 2 to 262144",
          "1024",
          "Weight of the containers' CPU time against others'. Default: left alone.",
          NodeSyntax::cpuShares);

  static final Label<String> ROUTE_BACKEND =
      label(
          "drover.route.backend",
          "letters, digits, _ . : and -",
          "medianest_app",
          "The load balancer's backend that the tasks belong to. Required with any other drover.route label.",
          RouteSyntax::backend);
  static final Label<Integer> ROUTE_PORT =
      count(
          "drover.route.port",
          1,
          65_535,
          "3000",
          "The tasks' port. Required with any other drover.route label.");
  static final Label<RoutePolicy.Check> ROUTE_CHECK =
      label(
          "drover.route.check",
          "tcp, or a path",
          "/health",
          "How a task is found to be healthy. Default: tcp.",
          RouteSyntax::check);
  static final Label<Integer> ROUTE_WEIGHT =
      count(
          "drover.route.weight", 0, 256, "100", "Each task's share of the traffic. Default: 100.");
  static final Label<Integer> ROUTE_MAXCONN =
      count(
          "drover.route.maxconn",
          1,
          MOST,
          "500",
          "Most connections to one task at a time. Default: what the load balancer says.");

  static final Label<CarePolicy.Heal> HEAL =
      label(
          "drover.heal",
          Word.choices(CarePolicy.Heal.class),
          "auto",
          "Whether Drover mends what Swarm leaves broken: tasks that wait beside a free node, or on a dead one, or that nodes know by other addresses; an update that is paused is taken back. Default: off.",
          text -> Word.parse(CarePolicy.Heal.class, text));
  static final Label<CarePolicy.Alert> ALERT =
      label(
          "drover.alert",
          Word.choices(CarePolicy.Alert.class),
          "off",
          "Whether the built-in alerts tell of this service. Default: on.",
          text -> Word.parse(CarePolicy.Alert.class, text));

  static final Label<ZonedCron> BACKUP_SCHEDULE =
      label(
          "drover.backup.schedule",
          "minute hour day month weekday [zone]",
          "30 3 * * * Europe/Berlin",
          "When to back up. Required with any other drover.backup label. Default zone: UTC.",
          ZonedCron::parse);
  static final Label<List<String>> BACKUP_VOLUMES =
      label(
          "drover.backup.volumes",
          "all, or volume names with commas",
          "pgdata,uploads",
          "Which volumes. Default: all that the service mounts.",
          BackupSyntax::volumes);
  static final Label<Boolean> BACKUP_STOP =
      label(
          "drover.backup.stop",
          "true | false",
          "true",
          "Whether the service is stopped meanwhile. Default: false.",
          BackupSyntax::flag);
  static final Label<String> BACKUP_BEFORE =
      label(
          "drover.backup.before",
          "command",
          "pg_dump -Fc -f /data/dump medianest",
          "Command run in a task first; where it fails, so does the backup. Default: none.",
          Line::parse);
  static final Label<String> BACKUP_AFTER =
      label(
          "drover.backup.after",
          "command",
          "rm -f /data/dump",
          "Command run in a task at the end, whatever came of the run, once its before command was begun. Default: none.",
          Line::parse);
  static final Label<Duration> BACKUP_TIMEOUT =
      label(
          "drover.backup.timeout",
          "duration, 1s to 1d",
          "30m",
          "How long each command, and stopping the service, may take. Default: 10m.",
          BackupSyntax::timeout);
  static final Label<Integer> BACKUP_ORDER =
      label(
          "drover.backup.order",
          "whole number, -1000 to 1000",
          "10",
          "Services of a stack are stopped from the lowest to the highest, and started in reverse. Default: 0.",
          BackupSyntax::order);
  static final Label<Bandwidth> BACKUP_RATE =
      label(
          "drover.backup.rate",
          "bandwidth of at least 8kbps",
          "200Mbps",
          "How fast each volume is read at most. Default: as fast as it goes.",
          BackupSyntax::rate);
  static final Label<String> BACKUP_CHECK =
      label(
          "drover.backup.check",
          "command",
          "test -s /var/lib/postgresql/data/PG_VERSION",
          "Command that must succeed where a backup was restored for a test. Default: the archives' own checks alone.",
          Line::parse);
  static final Label<Retention> BACKUP_KEEP =
      label(
          "drover.backup.keep",
          "last=N, daily=N, weekly=N, monthly=N, within=duration, with commas",
          "daily=7,weekly=4,monthly=12",
          "Which backups are kept. Default: all.",
          Retention::parse);

  static final Label<String> FAILOVER_RECORD =
      label(
          "drover.failover.record",
          "DNS name",
          "app.medianest.local",
          "The DNS record that leads to who serves: an entry point that is up, or the other site"
              + " when this one dies.",
          DnsName::parse);
  static final Label<Integer> FAILOVER_REPLICAS =
      label(
          "drover.failover.replicas",
          "whole number from 0",
          "3",
          "At the stand-by, how many tasks the service has once it serves there.",
          text -> (int) WholeNumber.parse(text, 0, MOST));
  static final Label<Long> FAILOVER_OFF =
      label(
          "drover.failover.off",
          "whole number from 0",
          "5",
          "Written by failover: the move that turned the service off.",
          text -> WholeNumber.parse(text, 0, Long.MAX_VALUE));

  private Vocabulary() {}

  /** All labels, in the order in which they are documented. */
  public static List<Label<?>> all() {
    return Collections.unmodifiableList(DEFINED);
  }

  /** Whether a key is one of them. */
  static boolean knows(String key) {
    return DEFINED.stream().anyMatch(label -> label.match(key).isPresent());
  }

  /** Whether a key was meant for Drover, be it spelled as it may. */
  static boolean claims(String key) {
    String bare = key.strip().toLowerCase(Locale.ROOT);
    return bare.startsWith(PREFIX) || bare.equals("drover");
  }

  private static <T> Label<T> label(
      String key, String grammar, String example, String meaning, Syntax<T> syntax) {
    Label<T> label = new Label<>(key, grammar, example, meaning, syntax);
    DEFINED.add(label);
    return label;
  }

  private static Label<Integer> count(
      String key, int least, int most, String example, String meaning) {
    String grammar = "whole number from " + least + (most == MOST ? "" : " to " + most);
    return label(
        key, grammar, example, meaning, text -> (int) WholeNumber.parse(text, least, most));
  }
}
