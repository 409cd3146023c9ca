package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.NodeView;
import io.drover.core.model.Resources;
import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of the Engine API and the records that they become. */
class EngineReaderTest {

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void aServiceIsReadAndWhatIsUnknownPassedOver() {
    ServiceView service =
        EngineReader.service(
            json(
                """
                {"ID":"s1","Version":{"Index":4711,"Term":1},"CreatedAt":"2026-01-01T10:00:00.123456789Z",
                 "UpdatedAt":"2026-01-01T11:00:00Z","Future":[1],
                 "Spec":{"Name":"shop_web","Labels":{"com.docker.stack.namespace":"shop","n":1},
                   "TaskTemplate":{"ContainerSpec":{"Labels":{"l":"c"},"Image":"x"},
                     "Resources":{"Limits":{"NanoCPUs":1500000000,"MemoryBytes":1073741824,"Pids":99},
                                  "Reservations":{"NanoCPUs":500000000,"GenericResources":[]}}},
                   "Mode":{"Replicated":{"Replicas":3}}},
                 "UpdateStatus":{"State":"rollback_started"}}"""));

    assertThat(service)
        .isEqualTo(
            new ServiceView(
                "s1",
                "shop_web",
                4711,
                new ServiceView.Mode.Replicated(3),
                Map.of("com.docker.stack.namespace", "shop", "n", "1"),
                Map.of("l", "c"),
                Resources.NONE.withCpu(Cpu.ofMillicores(500)),
                Resources.NONE
                    .withCpu(Cpu.ofMillicores(1500))
                    .withMemory(Bytes.of(1L << 30))
                    .withPids(99),
                Rollout.ROLLBACK_STARTED,
                Instant.parse("2026-01-01T10:00:00.123456789Z"),
                Instant.parse("2026-01-01T11:00:00Z")));
    assertThat(service.stack()).contains("shop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[]",
        "7",
        "{\"Spec\":null,\"Version\":7,\"Status\":[],\"Description\":\"x\",\"ManagerStatus\":null}",
        "{\"Spec\":{\"Labels\":null,\"TaskTemplate\":{\"Resources\":{\"Limits\":null}},\"Mode\":null}}",
        "{\"CreatedAt\":\"0001-01-01T00:00:00Z\",\"UpdatedAt\":\"soon\",\"ID\":null}"
      })
  void whatIsMissingIsEmpty(String document) {
    ServiceView service = EngineReader.service(json(document));
    assertThat(service)
        .isEqualTo(
            new ServiceView(
                "",
                "",
                0,
                new ServiceView.Mode.Other(""),
                Map.of(),
                Map.of(),
                Resources.NONE,
                Resources.NONE,
                Rollout.NONE,
                Instant.EPOCH,
                Instant.EPOCH));
    TaskView task = EngineReader.task(json(document));
    assertThat(task)
        .isEqualTo(
            new TaskView(
                "",
                "",
                0,
                "",
                "",
                TaskState.UNKNOWN,
                TaskState.UNKNOWN,
                Instant.EPOCH,
                Instant.EPOCH,
                ""));
    assertThat(task.isWanted()).isFalse();
    NodeView node = EngineReader.node(json(document));
    assertThat(node.cpu()).isEqualTo(Cpu.ofNanos(0));
    assertThat(node.isReady()).isFalse();
    assertThat(node.address()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Replicated":{"Replicas":0}}             | Replicated[replicas=0]
          {"Replicated":{}}                         | Replicated[replicas=1]
          {"Replicated":{"Replicas":null}}          | Replicated[replicas=1]
          {"Replicated":{"Replicas":4294967296}}    | Replicated[replicas=2147483647]
          {"Replicated":{"Replicas":-1}}            | Replicated[replicas=0]
          {"Global":{}}                             | Global[]
          {"Global":null,"Replicated":{}}           | Replicated[replicas=1]
          {"Global":{},"Replicated":null}           | Global[]
          {"ReplicatedJob":{"TotalCompletions":1}}  | Other[name=ReplicatedJob]
          {"GlobalJob":{}}                          | Other[name=GlobalJob]
          """)
  void modesAreToldApart(String mode, String expected) {
    ServiceView service = EngineReader.service(json("{\"Spec\":{\"Mode\":" + mode + "}}"));
    assertThat(service.mode()).hasToString(expected);
  }

  @ParameterizedTest(name = "{0}: {1}, busy {2}")
  @CsvSource({
    "'',NONE,false",
    "updating,UPDATING,true",
    "paused,PAUSED,true",
    "completed,COMPLETED,false",
    "rollback_started,ROLLBACK_STARTED,true",
    "rollback_paused,ROLLBACK_PAUSED,true",
    "rollback_completed,ROLLBACK_COMPLETED,false",
    "invented_later,UNKNOWN,true"
  })
  void rolloutsAreToldApart(String state, Rollout expected, boolean busy) {
    Rollout rollout =
        EngineReader.service(json("{\"UpdateStatus\":{\"State\":\"" + state + "\"}}")).rollout();
    assertThat(rollout).isEqualTo(expected);
    assertThat(rollout.isBusy()).isEqualTo(busy);
  }

  @Test
  void aTaskIsRead() {
    TaskView task =
        EngineReader.task(
            json(
                """
                {"ID":"t1","ServiceID":"s1","Slot":2,"NodeID":"n1","CreatedAt":"2026-01-01T10:00:00Z",
                 "UpdatedAt":"2026-01-01T10:02:00Z","DesiredState":"running",
                 "Status":{"State":"running","Message":"started","Timestamp":"2026-01-01T10:01:00Z",
                   "ContainerStatus":{"ContainerID":"c1","PID":1}}}"""));
    Instant since = Instant.parse("2026-01-01T10:01:00Z");
    assertThat(task)
        .isEqualTo(
            new TaskView(
                "t1",
                "s1",
                2,
                "n1",
                "c1",
                TaskState.RUNNING,
                TaskState.RUNNING,
                since,
                Instant.parse("2026-01-01T10:00:00Z"),
                "started"));
    assertThat(task.runningSince()).contains(since);
  }

  @Test
  void aTasksErrorSaysMoreThanItsMessageAndItsUpdateStandsInForTheMoment() {
    TaskView task =
        EngineReader.task(
            json(
                """
                {"UpdatedAt":"2026-01-01T10:02:00Z","DesiredState":"hibernating",
                 "Status":{"State":"failed","Message":"started","Err":"exit 1"}}"""));
    assertThat(task.message()).isEqualTo("exit 1");
    assertThat(task.state()).isEqualTo(TaskState.FAILED);
    assertThat(task.desiredState()).isEqualTo(TaskState.UNKNOWN);
    assertThat(task.stateSince()).isEqualTo(Instant.parse("2026-01-01T10:02:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,10.0.0.2:2377,10.0.0.1",
    "0.0.0.0,10.0.0.2:2377,10.0.0.2",
    "0.0.0.0,[fd00::2]:2377,[fd00::2]",
    "0.0.0.0,,0.0.0.0"
  })
  void aManagersAddressIsWhatOthersCallIt(String own, String asManager, String expected) {
    NodeView node =
        EngineReader.node(
            json(
                """
                {"ID":"n1","Version":{"Index":9},"Spec":{"Role":"manager","Availability":"drain",
                 "Labels":{"zone":"a"}},"Description":{"Hostname":"h1","Resources":{"NanoCPUs":2000000000,
                 "MemoryBytes":1024}},"Status":{"State":"ready","Addr":"%s"},
                 "ManagerStatus":{"Leader":true,"Addr":"%s"}}"""
                    .formatted(own, asManager == null ? "" : asManager)));
    assertThat(node)
        .isEqualTo(
            new NodeView(
                "n1",
                "h1",
                9,
                "manager",
                "drain",
                "ready",
                expected,
                true,
                Map.of("zone", "a"),
                Cpu.ofMillicores(2000),
                Bytes.of(1024)));
  }

  @Test
  void aTasksAddressesAreReadWithoutTheirPrefixes() {
    assertThat(
            EngineReader.task(
                    json(
                        """
                        {"NetworksAttachments": [{"Addresses": ["10.0.1.5/24", "fd00::5/64"]}, {},
                          {"Addresses": ["10.0.2.6/24"]}]}
                        """))
                .addresses())
        .containsExactly("10.0.1.5", "fd00::5", "10.0.2.6");
  }
}
