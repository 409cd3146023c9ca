package io.drover.failover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.failover.site.DescriptionFile;
import io.drover.runtime.http.ProblemException;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What moves is told as it is described and labelled, and what is wrong with either. */
class PoliciesResourceTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("drover.root"), "swarm", "failover", "failover.yml");

  @Test
  void descriptionAndLabelsAreTold() {
    try (SimulatedSwarm swarm = SimulatedSwarm.start();
        DockerEngine engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()))) {
      PoliciesResource policies = new PoliciesResource(engine, new DescriptionFile(EXAMPLE));
      swarm.addService(
          ServiceSpec.named("shop_web").label("drover.failover.record", "shop.elsewhere.org"));
      assertThat(policies.all())
          .contains(
              "\"source\":\"" + EXAMPLE + "\",\"state\":\"effective\"",
              "\"sites\":[\"server1\",\"server2\"]",
              "{\"record\":\"app.medianest.local\",\"ttl\":\"30s\",\"addresses\":{"
                  + "\"server1\":[\"10.0.10.10\"],\"server2\":[\"10.0.20.10\"]}}",
              "\"service\":\"shop_web\"",
              "\"record\":\"shop.elsewhere.org\"",
              "\"problems\":[\"shop_web: drover.failover.record=shop.elsewhere.org: is not in the");
      swarm.manager().goAway();
      assertThatThrownBy(policies::all).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void aDescriptionThatIsNotThereIsAProblem() {
    try (SimulatedSwarm swarm = SimulatedSwarm.start();
        DockerEngine engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()))) {
      Path nowhere = Path.of("nowhere.yml");
      assertThat(new PoliciesResource(engine, new DescriptionFile(nowhere)).all())
          .isEqualTo(
              "{\"description\":{\"source\":\"nowhere.yml\",\"state\":\"rejected\"},"
                  + "\"policies\":[],\"problems\":[\"nowhere.yml:1: is missing\"]}");
    }
  }
}
