package io.drover.backup.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.runtime.http.ProblemException;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import org.junit.jupiter.api.Test;

/** Every stack is told once, and a service without one is none. */
class StacksResourceTest {

  @Test
  void stacksAreToldWithTheirServices() {
    try (SimulatedSwarm swarm = SimulatedSwarm.start();
        DockerEngine engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()))) {
      StacksResource stacks = new StacksResource(engine);
      assertThat(stacks.all()).isEqualTo("{\"stacks\":[]}");
      swarm.addService(ServiceSpec.named("shop_web"));
      swarm.addService(ServiceSpec.named("shop_db"));
      swarm.addService(ServiceSpec.named("blog_web"));
      swarm.addService(ServiceSpec.named("alone"));
      assertThat(stacks.all())
          .isEqualTo(
              "{\"stacks\":[{\"stack\":\"blog\",\"services\":1},{\"stack\":\"shop\",\"services\":2}]}");
      swarm.manager().goAway();
      assertThatThrownBy(stacks::all)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("the engine does not answer");
    }
  }
}
