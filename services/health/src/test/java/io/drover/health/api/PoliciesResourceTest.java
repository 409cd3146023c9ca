package io.drover.health.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.runtime.http.ProblemException;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import org.junit.jupiter.api.Test;

/** What services ask of health is told with its defaults, and what is wrong with it. */
class PoliciesResourceTest {

  @Test
  void careAndRoutesAreToldWithTheirDefaults() {
    try (SimulatedSwarm swarm = SimulatedSwarm.start();
        DockerEngine engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()))) {
      PoliciesResource policies = new PoliciesResource(engine);
      swarm.addService(ServiceSpec.named("shop_plain").label("drover.alert", "on"));
      String silent =
          swarm.addService(
              ServiceSpec.named("shop_silent")
                  .label("drover.alert", "off")
                  .label("drover.mode", "observe"));
      String web =
          swarm.addService(
              ServiceSpec.named("shop_web")
                  .label("drover.route.backend", "web")
                  .label("drover.route.port", "8080")
                  .label("drover.route.check", "/ready"));
      assertThat(policies.all())
          .isEqualTo(
              ("{\"policies\":[{\"service\":\"shop_silent\",\"id\":\"%s\",\"source\":\"labels\","
                      + "\"state\":\"effective\",\"mode\":\"observe\",\"heal\":\"off\","
                      + "\"alert\":\"off\",\"warnings\":[]},"
                      + "{\"service\":\"shop_web\",\"id\":\"%s\",\"source\":\"labels\","
                      + "\"state\":\"effective\",\"mode\":\"enforce\",\"heal\":\"off\","
                      + "\"alert\":\"on\",\"route\":{\"backend\":\"web\",\"port\":8080,"
                      + "\"check\":\"/ready\",\"weight\":100},\"warnings\":[]}]}")
                  .formatted(silent, web));
      swarm.addService(ServiceSpec.named("shop_odd").label("drover.heal", "perhaps"));
      assertThat(policies.all())
          .contains("\"state\":\"rejected\",\"problems\":[\"service shop_odd: drover.heal=");
      swarm.manager().goAway();
      assertThatThrownBy(policies::all).isInstanceOf(ProblemException.class);
    }
  }
}
