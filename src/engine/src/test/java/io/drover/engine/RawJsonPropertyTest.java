package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.testkit.sim.SimulatedSwarm;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** After an edit every other byte is what it was; the seed is in the message of a failure. */
class RawJsonPropertyTest {
  private static final String REPLICAS = "/Mode/Replicated/Replicas";

  @Test
  void anEditChangesNoByteButItsOwn() {
    for (long seed = 0; seed < 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomSpec.Written spec = RandomSpec.of("web", random);
      String count = Integer.toString(random.nextInt(100_000));
      RawJson edited = RawJson.of(spec.text()).with(REPLICAS, count);
      assertThat(edited.bytes())
          .as("seed %d", seed)
          .isEqualTo(spec.withReplicas(count).getBytes(StandardCharsets.UTF_8));
      assertThat(edited.find(REPLICAS)).as("seed %d", seed).contains(RawJson.of(count));
    }
  }

  @Test
  void whatIsAddedAndTakenOutAgainLeavesNoTrace() {
    for (long seed = 0; seed < 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RawJson spec = RawJson.of(RandomSpec.of("web", random).text());
      String parent = random.nextBoolean() ? "/TaskTemplate/Resources/Limits" : "/Mode/Replicated";
      RawJson more = spec.with(parent + "/New", "{\"deep\" : [1e3]}");
      assertThat(more.tree().at(parent + "/New/deep/0").asInt()).isEqualTo(1000);
      assertThat(more.without(parent + "/New")).as("seed %d", seed).isEqualTo(spec);
      assertThat(spec.without(parent + "/Absent")).as("seed %d", seed).isEqualTo(spec);
    }
  }

  @Test
  void whatIsTakenOutIsAllThatIsMissing() {
    for (long seed = 0; seed < 1_000; seed++) {
      RawJson spec = RawJson.of(RandomSpec.of("web", new SplittableRandom(seed)).text());
      var expected = spec.tree();
      ((ObjectNode) expected.at("/Mode/Replicated")).remove("Replicas");
      assertThat(spec.without(REPLICAS).tree()).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void anEngineGetsBackWhatItSentButForTheReplicas() {
    try (SimulatedSwarm swarm = SimulatedSwarm.start();
        DockerEngine engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()))) {
      for (long seed = 0; seed < 200; seed++) {
        RandomSpec.Written spec = RandomSpec.of("web" + seed, new SplittableRandom(seed));
        String id = swarm.addService(spec.text());
        Outcome outcome = engine.setReplicas(id, swarm.version(id), 41);
        assertThat(outcome).as("seed %d", seed).isInstanceOf(Outcome.Applied.class);
        // what stands around a value in a document belongs to the document
        assertThat(swarm.spec(id)).as("seed %d", seed).isEqualTo(spec.withReplicas("41").strip());
        swarm.removeService(id);
      }
    }
  }
}
