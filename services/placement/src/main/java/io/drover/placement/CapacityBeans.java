package io.drover.placement;

import io.drover.engine.Engine;
import io.drover.manifests.InventoryFile;
import io.drover.placement.observe.Agents;
import io.drover.placement.observe.FileInventory;
import io.drover.placement.observe.NodeInventory;
import io.drover.placement.observe.capacity.CapacityObserver;
import io.drover.runtime.agents.AgentCalls;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of what capacity and inventory look with. */
@Singleton
public final class CapacityBeans {

  /** The inventory of physical servers. */
  @Produces
  @Singleton
  InventoryFile inventory(
      @ConfigProperty(name = "drover.inventory", defaultValue = "/etc/drover/inventory.yml")
          Path file) {
    return new InventoryFile(file);
  }

  /** What it tells of nodes, for plans too. */
  @Produces
  @Singleton
  NodeInventory nodes(InventoryFile file) {
    return new FileInventory(() -> file.read().inventory());
  }

  /** Who looks at the whole Swarm. */
  @Produces
  @Singleton
  CapacityObserver capacity(
      Engine engine, Agents agents, AgentCalls calls, NodeInventory inventory) {
    return new CapacityObserver(engine, agents, calls, inventory);
  }
}
