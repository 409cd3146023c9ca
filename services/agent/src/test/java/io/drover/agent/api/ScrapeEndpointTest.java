package io.drover.agent.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.drover.agent.model.Container;
import io.drover.agent.model.Field;
import io.drover.agent.model.Sample;
import io.drover.agent.model.metrics.Series;
import io.drover.agent.model.metrics.Target;
import io.drover.agent.record.Samples;
import io.drover.agent.record.Scraped;
import io.drover.agent.record.Scraped.Page;
import io.drover.agent.record.Wanted;
import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AgentEndpointsTest.Alone.class)
class ScrapeEndpointTest {
  private final Samples samples;
  private final Scraped scraped;
  private final Wanted wanted;
  private final TimeSource time;

  ScrapeEndpointTest(Samples samples, Scraped scraped, Wanted wanted, TimeSource time) {
    this.samples = samples;
    this.scraped = scraped;
    this.wanted = wanted;
    this.time = time;
  }

  private static ValidatableResponse post(String token, String body) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(body)
        .post("/v1/scrape")
        .then();
  }

  private Container task() {
    Container container =
        new Container(
            "scraped",
            "shop_api.1",
            "api:1",
            1,
            "",
            Instant.EPOCH,
            Map.of(
                "com.docker.swarm.service.name", "shop_api",
                "com.docker.swarm.service.id", "api",
                "com.docker.swarm.task.id", "task-api"),
            Map.of("shop_default", "192.0.2.1"));
    Field none = Field.unknown("not read");
    samples.add(
        container,
        new Sample(
            time.now(),
            new Sample.CpuTime(none, none, none, none, none),
            new Sample.Memory(none, none, none, none, none, none),
            new Sample.Pids(none, none),
            new Sample.Traffic(none, none),
            new Sample.Traffic(none, none)));
    return container;
  }

  @Test
  void valuesAndReasonsAreTold() {
    Moment now = time.now();
    // Known already, so that nobody goes and asks the task during the test.
    wanted.want(List.of(new Target("api", 8080, "/m", Set.of("jobs", "more"))), now);
    scraped.read(
        new Page(task(), 8080, "/m"),
        now,
        Map.of("jobs", new Series(Series.Kind.GAUGE, Map.of("", 2.5))));
    post(
            AgentEndpointsTest.TOKEN,
            """
            {"window": "30s", "targets": [
              {"serviceId": "api", "port": 8080, "path": "/m", "names": ["jobs", "more"]}]}
            """)
        .statusCode(200)
        .body("tasks", hasSize(1))
        .body("tasks[0].taskId", equalTo("task-api"))
        .body("tasks[0].metrics.jobs.value", equalTo(2.5f))
        .body("tasks[0].metrics.jobs.window", equalTo("0s"))
        .body("tasks[0].metrics.jobs.sampledAt", equalTo(now.wall().toString()))
        .body("tasks[0].metrics.more.unknown", containsString("no series more"));
  }

  @Test
  void whatIsWantedIsRemembered() {
    post(
            AgentEndpointsTest.TOKEN,
            """
            {"window": "30s", "targets": [
              {"serviceId": "later", "port": 80, "path": "/", "names": ["a", "b"]}]}
            """)
        .statusCode(200)
        .body("tasks", hasSize(0));
    assertThat(wanted.at(time.now())).contains(new Target("later", 80, "/", Set.of("a", "b")));
  }

  @Test
  void mistakesAreNamedAllAtOnce() {
    post(
            AgentEndpointsTest.TOKEN,
            """
            {"window": "2h", "targets": [{"port": 0, "path": "http://example.org/", "names": []},
             {"serviceId": "s", "port": 80, "path": "/a b", "names": ["x"]}]}
            """)
        .statusCode(400)
        .contentType("application/problem+json")
        .body(
            "errors",
            hasItems(
                "window: 2h is not between 1s and 60s",
                "targets[0].serviceId: expected an id",
                "targets[0].port: expected 1 to 65535",
                "targets[0].path: expected a path that starts with /",
                "targets[0].names: expected 1 to 100 names",
                "targets[1].path: expected a path that starts with /"));
    post(AgentEndpointsTest.TOKEN, "no json").statusCode(400);
    post(AgentEndpointsTest.TOKEN, "{\"window\": \"5s\"}").statusCode(400);
  }

  @Test
  void nobodyElseMaySendTheAgentAnywhere() {
    post("wrong", "{}").statusCode(401);
    given().contentType("application/json").body("{}").post("/v1/scrape").then().statusCode(401);
  }
}
