package io.drover.health.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Grafana shows a broken dashboard as an empty one, and says nothing; so what it expects is held
 * here. Whether the expressions return data is tried by {@code scripts/e2e/monitoring}.
 */
class ShippedDashboardsTest {
  private static final Path ROOT = Path.of(System.getProperty("drover.root"), "swarm");
  private static final Path DASHBOARDS = ROOT.resolve("grafana/dashboards");
  private static final Path PROVISIONING = ROOT.resolve("grafana/provisioning");
  private static final int COLUMNS = 24;
  private static final Set<String> PANELS =
      Set.of("timeseries", "stat", "table", "state-timeline", "bargauge");

  /** Ids of units as Grafana's registry of value formats has them. */
  private static final Set<String> UNITS =
      Set.of("short", "percent", "percentunit", "bytes", "Bps", "s", "reqps", "ops");

  private static final Pattern OURS = Pattern.compile("drover/(\\w+):local");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
  private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__interval", "__range");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files.sorted().toList().stream();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<JsonNode> panels(JsonNode dashboard) {
    return list(dashboard.path("panels"));
  }

  private static List<JsonNode> drawn(JsonNode dashboard) {
    return panels(dashboard).stream().filter(panel -> !type(panel).equals("row")).toList();
  }

  private static String type(JsonNode panel) {
    return panel.path("type").asText();
  }

  private static String title(JsonNode panel) {
    return panel.path("title").asText();
  }

  private static String datasource() throws IOException {
    JsonNode file = YAML.readTree(PROVISIONING.resolve("datasources/prometheus.yml").toFile());
    assertThat(file.path("apiVersion").asInt()).isEqualTo(1);
    assertThat(file.path("datasources")).hasSize(1);
    JsonNode only = file.path("datasources").path(0);
    assertThat(only.path("type").asText()).isEqualTo("prometheus");
    assertThat(only.path("access").asText()).isEqualTo("proxy");
    assertThat(only.path("isDefault").asBoolean()).isTrue();
    assertThat(only.path("url").asText()).isEqualTo("http://prometheus:9090");
    return only.path("uid").asText();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void itIsADashboardOfItsOwn(Path file) throws IOException {
    JsonNode dashboard = read(file);
    assertThat(dashboard.path("uid").asText()).matches("[a-zA-Z0-9_-]{1,40}");
    assertThat(dashboard.path("title").asText()).isNotBlank();
    // A dashboard with the id of another Grafana's would overwrite a stranger.
    assertThat(dashboard.has("id")).isFalse();
    assertThat(dashboard.path("schemaVersion").asInt()).isBetween(36, 41);
    assertThat(dashboard.path("time").path("from").asText()).matches("now-\\d+[mhd]");
    assertThat(dashboard.path("refresh").asText()).matches("\\d+[smh]");
  }

  @Test
  void uidsAndTitlesAreUnique() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (Path file : dashboards().toList()) {
      all.add(read(file));
    }
    assertThat(all).hasSize(2);
    assertThat(all.stream().map(one -> one.path("uid").asText())).doesNotHaveDuplicates();
    assertThat(all.stream().map(ShippedDashboardsTest::title)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveIdsAndPlacesOfTheirOwn(Path file) throws IOException {
    List<JsonNode> panels = panels(read(file));
    assertThat(panels).isNotEmpty();
    assertThat(panels.stream().map(panel -> panel.path("id").asInt()))
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : panels) {
      JsonNode at = panel.path("gridPos");
      int left = at.path("x").asInt(-1);
      int top = at.path("y").asInt(-1);
      int right = left + at.path("w").asInt();
      int bottom = top + at.path("h").asInt();
      assertThat(left).as(title(panel)).isBetween(0, right - 1);
      assertThat(right).as(title(panel)).isLessThanOrEqualTo(COLUMNS);
      assertThat(top).as(title(panel)).isBetween(0, bottom - 1);
      for (int x = left; x < right; x++) {
        for (int y = top; y < bottom; y++) {
          assertThat(cells.add(x + "," + y)).as("%s overlaps", title(panel)).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void whatIsDrawnHasATypeATitleAndAUnit(Path file) throws IOException {
    List<JsonNode> drawn = drawn(read(file));
    assertThat(drawn.stream().map(ShippedDashboardsTest::title)).doesNotHaveDuplicates();
    for (JsonNode panel : drawn) {
      assertThat(PANELS).as(title(panel)).contains(type(panel));
      assertThat(title(panel)).isNotBlank();
      JsonNode defaults = panel.path("fieldConfig").path("defaults");
      assertThat(UNITS).as(title(panel)).contains(defaults.path("unit").asText());
      assertThat(panel.path("fieldConfig").path("overrides").isArray()).as(title(panel)).isTrue();
      List<JsonNode> steps = list(defaults.path("thresholds").path("steps"));
      assertThat(steps).as(title(panel)).isNotEmpty();
      // The lowest step has no bound; Grafana takes it for minus infinity.
      assertThat(steps.getFirst().path("value").isNull()).as(title(panel)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyTargetAsksTheProvisionedDatasource(Path file) throws IOException {
    String uid = datasource();
    for (JsonNode panel : drawn(read(file))) {
      assertThat(panel.path("datasource").path("uid").asText()).as(title(panel)).isEqualTo(uid);
      List<JsonNode> targets = list(panel.path("targets"));
      assertThat(targets).as(title(panel)).isNotEmpty();
      assertThat(targets.stream().map(target -> target.path("refId").asText()))
          .as(title(panel))
          .doesNotHaveDuplicates()
          .allMatch(id -> id.matches("[A-Z]"));
      for (JsonNode target : targets) {
        assertThat(target.path("datasource").path("uid").asText()).isEqualTo(uid);
        assertThat(target.path("datasource").path("type").asText()).isEqualTo("prometheus");
        assertThat(target.path("expr").asText()).as(title(panel)).isNotBlank();
        assertThat(target.path("instant").asBoolean() ^ target.path("range").asBoolean())
            .as("%s is asked for a moment or for a time", title(panel))
            .isTrue();
        assertThat(target.path("format").asText("").equals("table"))
            .as(title(panel))
            .isEqualTo(type(panel).equals("table"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableIsDefinedAndUsed(Path file) throws IOException {
    JsonNode dashboard = read(file);
    List<JsonNode> variables = list(dashboard.path("templating").path("list"));
    List<String> names = variables.stream().map(one -> one.path("name").asText()).toList();
    assertThat(names).doesNotHaveDuplicates();
    Set<String> used = new HashSet<>();
    for (JsonNode panel : drawn(dashboard)) {
      for (JsonNode target : panel.path("targets")) {
        VARIABLE
            .matcher(target.path("expr").asText())
            .results()
            .map(found -> found.group(1))
            // "$1" is of label_replace.
            .filter(name -> !name.matches("\\d+") && !BUILT_IN.contains(name))
            .forEach(used::add);
      }
    }
    assertThat(used).hasSameElementsAs(names);
    for (JsonNode variable : variables) {
      assertThat(variable.path("type").asText()).isEqualTo("query");
      assertThat(variable.path("datasource").path("uid").asText()).isEqualTo(datasource());
      assertThat(variable.path("query").path("query").asText())
          .isEqualTo(variable.path("definition").asText())
          .matches("label_values\\(.+, \\w+\\)");
      // "All" is every one, those that come later included.
      assertThat(variable.path("allValue").asText()).isEqualTo(".*");
    }
  }

  /** What was said of each panel in the reference document. */
  private record Given(String title, String expression, Optional<String> correction) {}

  @Test
  void theReferenceDocumentsPanelsAreThere() throws IOException {
    List<Given> given =
        List.of(
            new Given(
                "CPU Usage by Service",
                "rate(container_cpu_usage_seconds_total{name=~\"medianest.*\"}[5m]) * 100",
                Optional.empty()),
            new Given(
                "Memory Usage by Service",
                "container_memory_usage_bytes{name=~\"medianest.*\"} / container_spec_memory_limit_bytes * 100",
                Optional.of(
                    "container_memory_usage_bytes{name=~\"medianest.*\"} / (container_spec_memory_limit_bytes > 0) * 100")),
            new Given(
                "Auto-scaling Events", "increase(hpa_scaling_events_total[1h])", Optional.empty()));
    JsonNode dashboard = read(DASHBOARDS.resolve("compute-resources.json"));
    assertThat(title(dashboard)).isEqualTo("MediaNest Compute Resources");
    List<JsonNode> panels = panels(dashboard);
    assertThat(panels).hasSameSizeAs(given);
    for (int i = 0; i < given.size(); i++) {
      assertThat(title(panels.get(i))).isEqualTo(given.get(i).title());
      String expression = panels.get(i).path("targets").path(0).path("expr").asText();
      assertThat(expression).isEqualTo(given.get(i).correction().orElse(given.get(i).expression()));
      assertThat(panels.get(i).path("description").asText()).contains("reference document");
    }
  }

  @Test
  void theStackMountsEveryFileWhereGrafanaLooks() throws IOException {
    JsonNode provider =
        YAML.readTree(PROVISIONING.resolve("dashboards/drover.yml").toFile())
            .path("providers")
            .path(0);
    assertThat(provider.path("type").asText()).isEqualTo("file");
    String folder = provider.path("options").path("path").asText();
    JsonNode stack = YAML.readTree(ROOT.resolve("monitoring.yml").toFile());
    Function<String, String> file =
        source -> stack.path("configs").path(source).path("file").asText();
    Set<String> mounted = new HashSet<>();
    for (JsonNode config : stack.path("services").path("grafana").path("configs")) {
      String source = file.apply(config.path("source").asText());
      assertThat(ROOT.resolve(source)).exists();
      if (source.startsWith("grafana/dashboards/")) {
        assertThat(config.path("target").asText())
            .isEqualTo(folder + source.substring("grafana/dashboards".length()));
      }
      mounted.add(source);
    }
    try (Stream<Path> all = Files.walk(ROOT.resolve("grafana"))) {
      assertThat(all.filter(Files::isRegularFile).map(one -> ROOT.relativize(one).toString()))
          .containsExactlyInAnyOrderElementsOf(mounted);
    }
  }

  @Test
  void everyServiceOfTheStackIsBounded() throws IOException {
    JsonNode stack = YAML.readTree(ROOT.resolve("monitoring.yml").toFile());
    stack
        .path("services")
        .properties()
        .forEach(
            entry -> {
              JsonNode service = entry.getValue();
              JsonNode resources = service.path("deploy").path("resources");
              for (String limit : List.of("cpus", "memory", "pids")) {
                assertThat(resources.path("limits").has(limit)).as(entry.getKey()).isTrue();
              }
              assertThat(resources.path("reservations").has("memory")).as(entry.getKey()).isTrue();
              assertThat(service.path("read_only").asBoolean()).as(entry.getKey()).isTrue();
              assertThat(service.path("cap_drop").path(0).asText())
                  .as(entry.getKey())
                  .isEqualTo("ALL");
              assertThat(service.has("healthcheck")).as(entry.getKey()).isTrue();
            });
  }

  @Test
  void everyServiceOfTheSuiteIsScraped() throws IOException {
    String config = Files.readString(ROOT.resolve("prometheus/prometheus.yml"));
    JsonNode suite = YAML.readTree(ROOT.resolve("drover.yml").toFile()).path("services");
    List<String> services = new ArrayList<>();
    suite.forEach(
        service ->
            OURS.matcher(service.path("image").asText())
                .results()
                .forEach(image -> services.add(image.group(1))));
    assertThat(services).contains("agent", "scaling");
    for (String service : services) {
      assertThat(config).contains("replacement: $1:" + port(service));
    }
  }

  private static String port(String service) throws IOException {
    Properties properties = new Properties();
    Path file =
        ROOT.resolveSibling("services")
            .resolve(service)
            .resolve("src/main/resources/application.properties");
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    String port = properties.getProperty("quarkus.http.port");
    assertThat(port).as("the port of %s", service).isNotNull();
    return port;
  }
}
