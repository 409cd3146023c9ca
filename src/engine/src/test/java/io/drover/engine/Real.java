package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testkit.swarm.RealSwarm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** Ways to a real engine that tests share. */
final class Real {
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(5));

  private Real() {}

  /** Drover's engine at a node. */
  static DockerEngine engine(RealSwarm.Node node) {
    return DockerEngine.connect(address(node), TIMEOUTS);
  }

  /** The raw calls to a node, for setting up what Drover has no call for. */
  static EngineApi api(RealSwarm.Node node) {
    return new EngineApi(new Wire(address(node), TIMEOUTS));
  }

  private static EngineAddress address(RealSwarm.Node node) {
    return new EngineAddress.UnixSocket(node.socket());
  }

  /** Creates an object and returns its id. */
  static String create(EngineApi api, String path, String spec) {
    Answer answer = api.post(path, RawJson.of(spec));
    assertThat(answer.isSuccess()).as("POST %s: %s", path, answer.message()).isTrue();
    var tree = answer.json().tree();
    return tree.path("ID").asText(tree.path("Id").asText());
  }

  /** A service that sleeps. */
  static String sleeper(EngineApi api, String name, int replicas) {
    return create(
        api,
        "/services/create",
        """
        {"Name":"%s","TaskTemplate":{"ContainerSpec":{"Image":"%s","Command":["/bin/sleep","3600"],"Init":true},\
        "Resources":{"Limits":{"NanoCPUs":500000000,"MemoryBytes":33554432,"Pids":20}}},\
        "Mode":{"Replicated":{"Replicas":%d}},"Labels":{"drover.scale.min":"1"}}"""
            .formatted(name, RealSwarm.BUSYBOX, replicas));
  }

  /** A document beside the tests. */
  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Real.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
