package io.drover.agent.api;

import io.drover.agent.model.Container;
import io.drover.agent.model.Field;
import io.drover.agent.model.Sample;
import io.drover.agent.record.Samples;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The samples in Prometheus' text format, with cAdvisor's metric and label names and their meaning,
 * so that dashboards and rules written for cAdvisor work. What is unknown has no line; a limit that
 * is not set is 0, as there.
 */
final class CadvisorText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final int NANO_DIGITS = 9;
  private static final long PERIOD_MICROS = 100_000;
  private static final long NANO_CORES_PER_CORE = 1_000_000_000L;

  private record Metric(
      String name, String type, String help, int decimals, Function<Sample, Field> value) {}

  private static final List<Metric> METRICS =
      List.of(
          new Metric(
              "container_cpu_usage_seconds_total",
              "counter",
              "Processor time used, in seconds.",
              NANO_DIGITS,
              sample -> sample.cpu().usageNanos()),
          counter(
              "container_cpu_cfs_periods_total",
              "Enforcement periods that have elapsed.",
              sample -> sample.cpu().periods()),
          counter(
              "container_cpu_cfs_throttled_periods_total",
              "Enforcement periods in which it was throttled.",
              sample -> sample.cpu().throttledPeriods()),
          new Metric(
              "container_cpu_cfs_throttled_seconds_total",
              "counter",
              "Time for which it was throttled, in seconds.",
              NANO_DIGITS,
              sample -> sample.cpu().throttledNanos()),
          gauge(
              "container_spec_cpu_period",
              "Length of an enforcement period, in microseconds.",
              sample -> Field.known(PERIOD_MICROS)),
          gauge(
              "container_spec_cpu_quota",
              "Processor time that it may use in a period, in microseconds.",
              sample -> quota(sample.cpu().quotaNanoCores())),
          gauge(
              "container_memory_usage_bytes",
              "Memory charged to it, page cache included.",
              sample -> sample.memory().usage()),
          gauge(
              "container_memory_working_set_bytes",
              "Memory charged to it without inactive page cache.",
              sample -> sample.memory().workingSet()),
          gauge(
              "container_memory_rss",
              "Anonymous memory, in bytes.",
              sample -> sample.memory().rss()),
          gauge(
              "container_memory_cache", "Page cache, in bytes.", sample -> sample.memory().cache()),
          counter(
              "container_oom_events_total",
              "Processes ended for want of memory.",
              sample -> sample.memory().oomKills()),
          gauge(
              "container_spec_memory_limit_bytes",
              "Memory limit; 0 when there is none.",
              sample -> orZero(sample.memory().limit())),
          gauge("container_threads", "Processes and threads.", sample -> sample.pids().current()),
          gauge(
              "container_threads_max",
              "Processes and threads that there may be; 0 when there is no limit.",
              sample -> orZero(sample.pids().limit())),
          counter("container_fs_reads_bytes_total", "Bytes read.", sample -> sample.block().in()),
          counter(
              "container_fs_writes_bytes_total", "Bytes written.", sample -> sample.block().out()),
          counter(
              "container_network_receive_bytes_total",
              "Bytes received.",
              sample -> sample.net().in()),
          counter(
              "container_network_transmit_bytes_total",
              "Bytes sent.",
              sample -> sample.net().out()));

  private CadvisorText() {}

  private static Metric counter(String name, String help, Function<Sample, Field> value) {
    return new Metric(name, "counter", help, 0, value);
  }

  private static Metric gauge(String name, String help, Function<Sample, Field> value) {
    return new Metric(name, "gauge", help, 0, value);
  }

  private static Field orZero(Field limit) {
    return limit instanceof Field.Unlimited ? Field.known(0) : limit;
  }

  /** A container without quota has no such line in cAdvisor, so {@code Unlimited} stays. */
  private static Field quota(Field nanoCores) {
    return nanoCores instanceof Field.Known(long nanos)
        ? Field.known(Math.round((double) nanos * PERIOD_MICROS / NANO_CORES_PER_CORE))
        : nanoCores;
  }

  static String write(List<Samples.Measured> measured) {
    StringBuilder text = new StringBuilder();
    List<String> labels = measured.stream().map(one -> labels(one.container())).toList();
    line(text, "container_last_seen", "gauge", "When it was sampled last, in Unix seconds.");
    line(text, "container_start_time_seconds", "gauge", "When it was started, in Unix seconds.");
    for (int i = 0; i < measured.size(); i++) {
      Samples.Measured one = measured.get(i);
      value(text, "container_last_seen", labels.get(i), seconds(one));
      value(
          text,
          "container_start_time_seconds",
          labels.get(i),
          Long.toString(one.container().startedAt().getEpochSecond()));
    }
    for (Metric metric : METRICS) {
      line(text, metric.name(), metric.type(), metric.help());
      for (int i = 0; i < measured.size(); i++) {
        if (metric.value().apply(measured.get(i).samples().getLast())
            instanceof Field.Known(long number)) {
          value(text, metric.name(), labels.get(i), decimal(number, metric.decimals()));
        }
      }
    }
    return text.toString();
  }

  private static String seconds(Samples.Measured one) {
    return Long.toString(one.samples().getLast().at().wall().getEpochSecond());
  }

  private static String decimal(long number, int decimals) {
    return BigDecimal.valueOf(number, decimals).toPlainString();
  }

  private static void line(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void value(StringBuilder text, String name, String labels, String value) {
    text.append(name).append(labels).append(' ').append(value).append('\n');
  }

  private static String labels(Container container) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("id", "/docker/" + container.id());
    labels.put("image", container.image());
    labels.put("name", container.name());
    swarm(labels, "container_label_com_docker_stack_namespace", container.stack());
    swarm(labels, "container_label_com_docker_swarm_service_id", container.serviceId());
    swarm(labels, "container_label_com_docker_swarm_service_name", container.service());
    swarm(labels, "container_label_com_docker_swarm_task_id", container.taskId());
    swarm(labels, "container_label_com_docker_swarm_task_name", container.task());
    StringBuilder text = new StringBuilder("{");
    labels.forEach(
        (name, value) ->
            text.append(text.length() > 1 ? "," : "")
                .append(name)
                .append("=\"")
                .append(escape(value))
                .append('"'));
    return text.append('}').toString();
  }

  private static void swarm(Map<String, String> labels, String name, String value) {
    if (!value.isEmpty()) {
      labels.put(name, value);
    }
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
