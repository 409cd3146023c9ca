package io.drover.backup.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.DockerEngine;
import io.drover.engine.EngineAddress;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.time.Moment;
import io.drover.testkit.sim.ServiceSpec;
import io.drover.testkit.sim.SimulatedSwarm;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What services ask of backup is told with its defaults, and what is wrong with it. */
class PoliciesResourceTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void policiesAreToldWithTheirDefaults() {
    try (SimulatedSwarm swarm = SimulatedSwarm.start();
        DockerEngine engine = DockerEngine.connect(EngineAddress.parse(swarm.dockerHost()))) {
      PoliciesResource policies = new PoliciesResource(engine, () -> new Moment(0, NOW));
      assertThat(policies.all()).isEqualTo("{\"policies\":[]}");
      swarm.addService(ServiceSpec.named("shop_other").label("drover.heal", "auto"));
      swarm.addService(ServiceSpec.named("shop_wrong").label("drover.backup.schedule", "daily"));
      String id =
          swarm.addService(
              ServiceSpec.named("shop_db")
                  .label("drover.backup.schedule", "0 3 * * *")
                  .label("drover.backup.keep", "daily=7"));
      assertThat(policies.all())
          .startsWith(
              "{\"policies\":[{\"service\":\"shop_db\",\"id\":\"%s\",\"source\":\"labels\","
                      .formatted(id)
                  + "\"state\":\"effective\",\"mode\":\"enforce\",\"backup\":{"
                  + "\"schedule\":\"0 3 * * *\",\"next\":\"2026-11-27T03:00:00Z\",\"volumes\":[],"
                  + "\"stop\":false,\"order\":0,\"before\":\"\",\"after\":\"\",\"timeout\":\"10m\","
                  + "\"check\":\"\",\"keep\":[\"daily=7\"]},\"warnings\":[]},"
                  + "{\"service\":\"shop_wrong\",")
          .contains("\"state\":\"rejected\",\"problems\":[\"service shop_wrong: drover.backup.sch")
          .doesNotContain("shop_other");
      swarm.manager().goAway();
      assertThatThrownBy(policies::all).isInstanceOf(ProblemException.class);
    }
  }
}
