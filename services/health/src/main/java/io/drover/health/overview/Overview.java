package io.drover.health.overview;

import io.drover.engine.Engine;
import io.drover.health.TokenFiles;
import io.drover.health.overview.observe.Deployed;
import io.drover.health.overview.observe.Sister;
import io.drover.health.overview.observe.Sisters;
import io.drover.runtime.agents.AgentCalls;
import io.drover.runtime.time.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the overview's view of the suite from its settings. */
@ApplicationScoped
public class Overview {

  /** The other services. */
  @Produces
  @Singleton
  static Sisters sisters(OverviewConfig config, Engine engine, AgentCalls agents, TimeSource time) {
    Sister.Access access =
        new Sister.Access(
            () -> TokenFiles.read(config.tokenFile()),
            config.timeout(),
            config.rest(),
            () -> time.now().wall());
    Map<String, Optional<URI>> addresses = new LinkedHashMap<>();
    addresses.put("scaling", config.scaling());
    addresses.put("placement", config.placement());
    addresses.put("backup", config.backup());
    addresses.put("failover", config.failover());
    Map<String, Optional<Sister>> sisters = new LinkedHashMap<>();
    addresses.forEach(
        (name, address) -> sisters.put(name, address.map(base -> new Sister(name, base, access))));
    return new Sisters(sisters, agents, Deployed.by(engine), () -> time.now().wall());
  }
}
