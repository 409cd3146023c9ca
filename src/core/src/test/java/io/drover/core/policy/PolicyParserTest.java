package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Quantity;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.model.Share;
import io.drover.core.policy.NodePolicy.Setting;
import io.drover.core.policy.ScalePolicy.Direction;
import io.drover.core.policy.ScalePolicy.Select;
import io.drover.core.policy.ScaleTarget.MetricSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What right labels become. */
class PolicyParserTest {

  @Test
  void aServiceWithoutOurLabelsIsUngoverned() {
    ServiceView service =
        Services.with(
            Services.REPLICATED,
            Map.of(
                ServiceView.STACK_LABEL, "medianest", "traefik.enable", "true", "droverx.a", "b"),
            Map.of("maintainer", "me"));
    assertThat(PolicyParser.parse(service)).isEqualTo(new Parsed.Ungoverned("medianest_app"));
  }

  @Test
  void maxAloneScalesOnCpuAsKubernetesDoesByDefault() {
    ServicePolicy policy = governed(Map.of("drover.scale.max", "8"));
    assertThat(policy.mode()).isEqualTo(ServicePolicy.Mode.ENFORCE);
    assertThat(policy.scale())
        .contains(
            new ScalePolicy(
                1,
                8,
                List.of(new ScaleTarget.Utilization(ResourceKind.CPU, Share.ofPercent(80))),
                Direction.STANDARD_UP,
                Direction.STANDARD_DOWN));
  }

  @Test
  void standardBehaviorIsKubernetes() {
    assertThat(Direction.STANDARD_UP)
        .isEqualTo(
            new Direction(
                ReplicaPolicy.parseList("4/15s,100%/15s"),
                Duration.ZERO,
                Select.MAX,
                new BigDecimal("0.1")));
    assertThat(Direction.STANDARD_DOWN)
        .isEqualTo(
            new Direction(
                ReplicaPolicy.parseList("100%/15s"),
                Duration.ofSeconds(300),
                Select.MAX,
                new BigDecimal("0.1")));
  }

  /** The reference document's HorizontalPodAutoscaler, as labels. */
  @Test
  void theWholeOfScalingCanBeSaid() {
    ServicePolicy policy =
        governed(
            Map.ofEntries(
                Map.entry("drover.mode", "observe"),
                Map.entry("drover.scale.min", "2"),
                Map.entry("drover.scale.max", "10"),
                Map.entry("drover.scale.cpu", "70%"),
                Map.entry("drover.scale.memory", "1Gi"),
                Map.entry("drover.scale.metric.nginx_http_requests_per_second", "100/task"),
                Map.entry("drover.scale.metric.queue", "30"),
                Map.entry("drover.scale.metric.queue.query", "sum(redis_list_length)"),
                Map.entry("drover.scale.up.policies", "50%/60s, 4/60s"),
                Map.entry("drover.scale.up.window", "60s"),
                Map.entry("drover.scale.up.select", "min"),
                Map.entry("drover.scale.down.policies", "10%/60s"),
                Map.entry("drover.scale.down.window", "5m"),
                Map.entry("drover.scale.down.select", "off"),
                Map.entry("drover.scale.tolerance", "5%")));
    assertThat(policy.mode()).isEqualTo(ServicePolicy.Mode.OBSERVE);
    BigDecimal tolerance = new BigDecimal("0.05");
    Duration minute = Duration.ofMinutes(1);
    assertThat(policy.scale())
        .contains(
            new ScalePolicy(
                2,
                10,
                List.of(
                    new ScaleTarget.Utilization(ResourceKind.CPU, Share.ofPercent(70)),
                    new ScaleTarget.MemoryPerTask(Bytes.ofMebibytes(1024)),
                    new ScaleTarget.Metric(
                        "nginx_http_requests_per_second",
                        new MetricTarget(Quantity.of(100), MetricTarget.Basis.PER_TASK),
                        new MetricSource.Tasks()),
                    new ScaleTarget.Metric(
                        "queue",
                        new MetricTarget(Quantity.of(30), MetricTarget.Basis.TOTAL),
                        new MetricSource.Query("sum(redis_list_length)"))),
                new Direction(
                    List.of(
                        new ReplicaPolicy.Percent(50, minute), new ReplicaPolicy.Tasks(4, minute)),
                    minute,
                    Select.MIN,
                    tolerance),
                new Direction(
                    List.of(new ReplicaPolicy.Percent(10, minute)),
                    Duration.ofMinutes(5),
                    Select.OFF,
                    tolerance)));
  }

  @Test
  void cpuCanBeAnAmountPerTask() {
    assertThat(governed(Map.of("drover.scale.max", "8", "drover.scale.cpu", "500m")).scale())
        .hasValueSatisfying(
            scale ->
                assertThat(scale.targets())
                    .containsExactly(new ScaleTarget.CpuPerTask(Cpu.ofMillicores(500))));
  }

  @Test
  void schedulesComeInTheOrderOfTheirNames() {
    String evening = "0 18 * * MON-FRI Europe/Berlin for 5h: min=4 max=10";
    ServicePolicy policy =
        governed(
            Map.of(
                "drover.schedule.night",
                "0 23 * * * for 7h: max=1",
                "drover.schedule.evening",
                evening,
                "drover.scale.max",
                "8"));
    assertThat(policy.schedules())
        .containsExactly(
            new SchedulePolicy("evening", ReplicaWindow.parse(evening)),
            new SchedulePolicy("night", ReplicaWindow.parse("0 23 * * * for 7h: max=1")));
  }

  @Test
  void resizingTakesItsBoundsAndDefaults() {
    assertThat(
            governed(
                    Map.of(
                        "drover.resize.mode", "auto",
                        "drover.resize.min", "cpu=1,memory=4Gi",
                        "drover.resize.max", "memory=32Gi"))
                .resize())
        .contains(
            new ResizePolicy(
                ResizePolicy.Mode.AUTO,
                Resources.NONE.withCpu(Cpu.ofMillicores(1000)).withMemory(Bytes.ofMebibytes(4096)),
                Resources.NONE.withMemory(Bytes.ofMebibytes(32 * 1024)),
                Set.of(ResourceKind.CPU, ResourceKind.MEMORY),
                ResizePolicy.Values.REQUESTS_AND_LIMITS));
  }

  @Test
  void resizingInPlaceHasItsWindows() {
    ResizePolicy policy =
        governed(
                Map.of(
                    "drover.resize.mode", "in-place",
                    "drover.resize.window", "0 2 * * SUN Europe/Berlin for 3h; 30 4 * * 3 for 1h"))
            .resize()
            .orElseThrow();
    assertThat(policy.mode()).isEqualTo(ResizePolicy.Mode.IN_PLACE);
    assertThat(policy.windows())
        .hasToString("[0 2 * * SUN Europe/Berlin for 3h, 30 4 * * 3 for 1h]")
        .first()
        .satisfies(
            window -> {
              assertThat(window.openAt(Instant.parse("2026-01-04T03:59:59Z"))).isPresent();
              assertThat(window.openAt(Instant.parse("2026-01-04T04:00:00Z"))).isEmpty();
              assertThat(window.next(Instant.parse("2026-01-04T04:00:00Z"), 1).getFirst().start())
                  .isEqualTo("2026-01-11T01:00:00Z");
            });
  }

  @Test
  void resizingOfOneResourceGoesWithScalingOnTheOther() {
    ServicePolicy policy =
        governed(
            Map.of(
                "drover.scale.max", "8",
                "drover.scale.cpu", "70%",
                "drover.resize.mode", "auto",
                "drover.resize.resources", "memory",
                "drover.resize.values", "requests"));
    assertThat(policy.resize())
        .hasValueSatisfying(
            resize -> {
              assertThat(resize.resources()).containsExactly(ResourceKind.MEMORY);
              assertThat(resize.values()).isEqualTo(ResizePolicy.Values.REQUESTS);
            });
  }

  @Test
  void theOtherConcernsAreReadToo() {
    ServicePolicy policy =
        governed(
            Map.ofEntries(
                Map.entry("drover.place.iops", "3000"),
                Map.entry("drover.place.bandwidth", "1Gbps"),
                Map.entry("drover.place.rebalance", "auto"),
                Map.entry("drover.node.cpuset", "0-2,8"),
                Map.entry("drover.node.numa", "0"),
                Map.entry("drover.node.memswap", "unlimited"),
                Map.entry("drover.node.oom-score", "-500"),
                Map.entry("drover.node.cpu-shares", "1024"),
                Map.entry("drover.route.backend", "medianest_app"),
                Map.entry("drover.route.port", "3000"),
                Map.entry("drover.route.check", "/health"),
                Map.entry("drover.route.maxconn", "500"),
                Map.entry("drover.backup.schedule", "30 3 * * * Europe/Berlin"),
                Map.entry("drover.backup.volumes", "pgdata,uploads"),
                Map.entry("drover.backup.stop", "true"),
                Map.entry("drover.backup.before", "pg_dump -f /data/dump"),
                Map.entry("drover.backup.after", "rm /data/dump"),
                Map.entry("drover.backup.timeout", "30m"),
                Map.entry("drover.backup.order", "-10"),
                Map.entry("drover.backup.rate", "200Mbps"),
                Map.entry("drover.backup.check", "test -s /data/PG_VERSION"),
                Map.entry("drover.backup.keep", "daily=7,within=30d"),
                Map.entry("drover.failover.record", "app.medianest.local")));
    assertThat(policy.place())
        .contains(new PlacePolicy(3000, Bandwidth.parse("1Gbps"), PlacePolicy.Rebalance.AUTO));
    assertThat(policy.node())
        .contains(
            new NodePolicy(
                List.of(
                    new Setting.Cpus(new TreeSet<>(Set.of(0, 1, 2, 8))),
                    new Setting.NumaNodes(new TreeSet<>(Set.of(0))),
                    new Setting.UnlimitedSwap(),
                    new Setting.OomScore(-500),
                    new Setting.CpuShares(1024))));
    assertThat(policy.route())
        .contains(
            new RoutePolicy(
                "medianest_app", 3000, new RoutePolicy.Check.Http("/health"), 100, 500));
    assertThat(policy.backup())
        .contains(
            new BackupPolicy(
                ZonedCron.parse("30 3 * * * Europe/Berlin"),
                List.of("pgdata", "uploads"),
                new BackupPolicy.Pause(
                    true, -10, "pg_dump -f /data/dump", "rm /data/dump", Duration.ofMinutes(30)),
                Bandwidth.parse("200Mbps"),
                "test -s /data/PG_VERSION",
                Retention.parse("daily=7,within=30d")));
    assertThat(policy.failover()).contains(new FailoverPolicy("app.medianest.local"));
  }

  @Test
  void onlyWhatIsAskedForIsSetOnTheNode() {
    assertThat(governed(Map.of("drover.node.memswap", "16Gi")).node())
        .contains(new NodePolicy(List.of(new Setting.MemoryAndSwap(Bytes.ofMebibytes(16 * 1024)))));
    assertThat(governed(Map.of("drover.node.cpuset", "exclusive:4")).node())
        .contains(new NodePolicy(List.of(new Setting.ExclusiveCpus(4))));
    assertThat(governed(Map.of("drover.mode", "observe")).concerns()).isEmpty();
  }

  @Test
  void misplacedLabelsBesideRightOnesAreAWarning() {
    Parsed parsed =
        PolicyParser.parse(
            Services.with(
                Services.REPLICATED,
                Map.of("drover.scale.max", "8"),
                Map.of("drover.scale.min", "2", "maintainer", "me")));
    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Governed.class,
            governed -> {
              assertThat(governed.policy().scale())
                  .hasValueSatisfying(s -> assertThat(s.min()).isEqualTo(1));
              assertThat(governed.warnings())
                  .singleElement()
                  .satisfies(
                      warning ->
                          assertThat(warning.message())
                              .startsWith("service medianest_app: drover.scale.min=\"2\": expected")
                              .contains("deploy.labels"));
            });
  }

  @Test
  void metricsOfTheTasksHaveAPortAndAStandardPath() {
    assertThat(governed(Map.of("drover.metrics.port", "8080")).metrics())
        .contains(new MetricsPolicy(8080, "/metrics"));
    assertThat(
            governed(
                    Map.of(
                        "drover.metrics.port", "80",
                        "drover.metrics.path", "/probe?target=a%20b"))
                .metrics())
        .contains(new MetricsPolicy(80, "/probe?target=a%20b"));
  }

  private static ServicePolicy governed(Map<String, String> labels) {
    Parsed parsed = PolicyParser.parse(Services.with(labels));
    assertThat(parsed).isInstanceOf(Parsed.Governed.class);
    assertThat(((Parsed.Governed) parsed).warnings()).isEmpty();
    return ((Parsed.Governed) parsed).policy();
  }
}
