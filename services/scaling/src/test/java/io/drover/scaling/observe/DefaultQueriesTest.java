package io.drover.scaling.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.scaling.Views;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultQueriesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jobs           | true  | sum by (instance) (jobs{service="shop_web"})
          jobs           | false | sum(jobs{service="shop_web"})
          requests_total | true  | sum by (instance) (rate(requests_total{service="shop_web"}[120000ms]))
          requests_total | false | sum(rate(requests_total{service="shop_web"}[120000ms]))
          """)
  void countersAreAskedForAsRates(String metric, boolean byTask, String query) {
    assertThat(DefaultQueries.SHIPPED.of(metric, "shop_web", byTask)).contains(query);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue-depth", "9jobs", "jobs} or up{", "", "a.b"})
  void aNameThatPromqlDoesNotHaveIsNoQuery(String metric) {
    assertThat(DefaultQueries.SHIPPED.of(metric, "web", true)).isEmpty();
  }

  @Test
  void templatesAreTheOperators() {
    DefaultQueries own =
        new DefaultQueries(
            "<metric>{job=\"<service>\"}",
            "max by (task_id) (<values>)",
            "max(<values>)",
            Duration.ofMinutes(5));
    assertThat(own.of("a_total", "we\"b", true))
        .contains("max by (task_id) (rate(a_total{job=\"we\\\"b\"}[300000ms]))");
    assertThat(own.of("a", "web", false)).contains("max(a{job=\"web\"})");
  }

  @ParameterizedTest
  @CsvSource({
    "t1,true",
    "c-t1,true",
    "10.0.1.5:3000,true",
    "10.0.1.5,true",
    "[fd00::5]:3000,true",
    "fd00::5,true",
    "10.0.1.55:3000,false",
    "t11,false",
    "'',false",
  })
  void aSeriesIsOfTheTaskThatALabelNames(String label, boolean own) {
    TaskView plain = Views.task("t1", TaskState.RUNNING, TaskState.RUNNING, 60);
    TaskView task =
        new TaskView(
            plain.id(),
            plain.serviceId(),
            plain.slot(),
            plain.nodeId(),
            plain.containerId(),
            plain.state(),
            plain.desiredState(),
            plain.stateSince(),
            plain.createdAt(),
            plain.message(),
            List.of("10.0.1.5", "fd00::5"));
    assertThat(new TaskSeries(Map.of("instance", label), 1).isOf(task)).isEqualTo(own);
  }
}
