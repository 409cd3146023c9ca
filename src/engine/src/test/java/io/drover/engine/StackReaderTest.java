package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.core.quota.StackService;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What quotas look at, from the engine's documents. */
class StackReaderTest {
  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }

  private static StackService read(String spec, TaskView... tasks) throws JsonProcessingException {
    return StackReader.service(json("{\"ID\":\"s1\",\"Spec\":" + spec + "}"), List.of(tasks));
  }

  private static TaskView task(String service, String node, TaskState state, TaskState desired) {
    return new TaskView(
        "t", service, 0, node, "", state, desired, Instant.EPOCH, Instant.EPOCH, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | 0",
        "{'UpdateConfig':{'Order':'stop-first','Parallelism':2}} | 0",
        "{'UpdateConfig':{'Order':'start-first','Parallelism':2}} | 2",
        "{'UpdateConfig':{'Order':'start-first','Parallelism':0}} | 2147483647",
        "{'UpdateConfig':{'Order':'start-first','Parallelism':1},'RollbackConfig':{'Order':'start-first','Parallelism':3}} | 3",
      })
  void theSurgeIsThatOfUpdatesAndOfRollbacks(String spec, int surge)
      throws JsonProcessingException {
    assertThat(read(spec.replace('\'', '"')).surge()).isEqualTo(surge);
  }

  @Test
  void namedVolumesCountAndOtherMountsDont() throws JsonProcessingException {
    assertThat(
            read("""
                    {"TaskTemplate": {"ContainerSpec": {"Mounts": [
                      {"Type": "volume", "Source": "shop_data", "Target": "/a"},
                      {"Type": "volume", "Target": "/b"},
                      {"Type": "bind", "Source": "/etc", "Target": "/c"}]}}}
                    """)
                .volumes())
        .containsExactly("shop_data");
  }

  @Test
  void aGlobalServiceHasTheNodesThatSwarmMadeTasksFor() throws JsonProcessingException {
    StackService global =
        read(
            "{\"Mode\":{\"Global\":{}}}",
            task("s1", "n1", TaskState.RUNNING, TaskState.RUNNING),
            task("s1", "n1", TaskState.STARTING, TaskState.RUNNING),
            task("s1", "n2", TaskState.PENDING, TaskState.RUNNING),
            task("s1", "n3", TaskState.RUNNING, TaskState.SHUTDOWN),
            task("s2", "n4", TaskState.RUNNING, TaskState.RUNNING));
    assertThat(global.tasks()).isEqualTo(2);
  }

  @Test
  void aReplicatedServiceHasWhatItAsksFor() throws JsonProcessingException {
    assertThat(read("{\"Mode\":{\"Replicated\":{\"Replicas\":4}}}").tasks()).isEqualTo(4);
  }

  @Test
  void aServiceCanBeReadAsItWas() throws JsonProcessingException {
    StackService before =
        StackReader.service(
            json("{\"ID\":\"s1\",\"Spec\":{\"Mode\":{\"Replicated\":{\"Replicas\":4}}}}"),
            json("{\"Name\":\"shop_web\",\"Mode\":{\"Replicated\":{\"Replicas\":1}}}"),
            List.of());
    assertThat(before.tasks()).isEqualTo(1);
    assertThat(before.service().id()).isEqualTo("s1");
  }

  @Test
  void theStackIsTheLabelThatDeployWrites() throws JsonProcessingException {
    assertThat(
            StackReader.stackOf(
                json("{\"Spec\":{\"Labels\":{\"com.docker.stack.namespace\":\"shop\"}}}")))
        .isEqualTo("shop");
    assertThat(StackReader.stackOf(json("{\"Spec\":{}}"))).isEmpty();
  }
}
