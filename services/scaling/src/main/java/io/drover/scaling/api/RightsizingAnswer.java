package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.scaling.decide.sizing.Digest;
import io.drover.scaling.decide.sizing.RightSize;
import io.drover.scaling.decide.sizing.ServiceSize;
import io.drover.scaling.record.UsageHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code GET /v1/rightsizing}. CPU is in millicores, memory in bytes.
 *
 * @param sizes the services, by name
 * @param known what they stand on
 * @param days that were asked for
 */
record RightsizingAnswer(List<ServiceSize> sizes, UsageHistory.Known known, long days) {
  private static final double MILLI = 1000;
  private static final double GIB = 1L << 30;

  ObjectNode json() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("days", days);
    answer.put("complete", known.missing().isEmpty());
    if (!known.missing().isEmpty()) {
      answer.put("missing", known.missing());
    }
    ArrayNode services = answer.putArray("services");
    sizes.forEach(size -> service(services.addObject(), size));
    ObjectNode saved = answer.putObject("saves");
    saved.put("cores", rounded(sum(ServiceSize::cpu) / MILLI));
    saved.put("gib", rounded(sum(ServiceSize::memory) / GIB));
    return answer;
  }

  private void service(ObjectNode json, ServiceSize size) {
    json.put("service", size.service());
    json.put("tasks", size.tasks());
    json.put("hours", known.hours().getOrDefault(size.service(), 0L));
    json.put("samples", size.memory().used().count());
    resource(json.putObject("cpu"), size.cpu());
    resource(json.putObject("memory"), size.memory());
    ArrayNode findings = json.putArray("findings");
    Stream.of(size.cpu(), size.memory())
        .flatMap(resource -> resource.findings().stream())
        .forEach(
            finding ->
                findings
                    .addObject()
                    .put("code", finding.code().name().toLowerCase(Locale.ROOT))
                    .put("text", finding.text()));
    json.put("changes", size.changes());
    if (size.changes()) {
      json.put("snippet", size.snippet());
    }
  }

  private static void resource(ObjectNode json, RightSize size) {
    Digest used = size.used();
    number(json, "average", used.average());
    number(json, "p50", used.percentile(0.5));
    number(json, "p95", used.percentile(0.95));
    number(json, "p99", used.percentile(0.99));
    number(json, "peak", used.peak());
    number(json, "reservation", size.reservation().value());
    number(json, "limit", size.limit().value());
    number(json, "newReservation", size.newReservation().value());
    number(json, "newLimit", size.newLimit().value());
  }

  private static void number(ObjectNode json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.put(name, value.getAsLong());
    } else {
      json.putNull(name);
    }
  }

  private double sum(Function<ServiceSize, RightSize> resource) {
    return sizes.stream().mapToDouble(s -> (double) s.tasks() * resource.apply(s).saved()).sum();
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
  }

  /** One line for each service and resource, as RFC 4180 has it. */
  String csv() {
    StringBuilder csv =
        new StringBuilder(
            "service,tasks,hours,samples,resource,average,p50,p95,p99,peak,reservation,limit,new_reservation,new_limit,findings\r\n");
    for (ServiceSize size : sizes) {
      line(csv, size, "cpu_millicores", size.cpu());
      line(csv, size, "memory_bytes", size.memory());
    }
    return csv.toString();
  }

  private void line(StringBuilder csv, ServiceSize size, String resource, RightSize one) {
    String findings =
        one.findings().stream().map(finding -> finding.text()).collect(Collectors.joining("; "));
    Stream<String> numbers =
        Stream.of(
                one.used().average(),
                one.used().percentile(0.5),
                one.used().percentile(0.95),
                one.used().percentile(0.99),
                one.used().peak(),
                one.reservation().value(),
                one.limit().value(),
                one.newReservation().value(),
                one.newLimit().value())
            .map(value -> value.isPresent() ? Long.toString(value.getAsLong()) : "");
    Stream<String> first =
        Stream.of(
            quoted(size.service()),
            "" + size.tasks(),
            "" + known.hours().getOrDefault(size.service(), 0L),
            "" + one.used().count(),
            resource);
    csv.append(
            Stream.of(first, numbers, Stream.of(quoted(findings)))
                .flatMap(s -> s)
                .collect(Collectors.joining(",")))
        .append("\r\n");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
