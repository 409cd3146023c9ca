package io.drover.placement.observe;

import io.drover.core.model.Bandwidth;
import io.drover.manifests.Inventory;
import io.drover.manifests.Inventory.Speeds;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What the inventory file tells of nodes, as it is at the moment of asking. */
public final class FileInventory implements NodeInventory {
  private final Supplier<Inventory> inventory;

  /** By this inventory, asked for each time. */
  public FileInventory(Supplier<Inventory> inventory) {
    this.inventory = inventory;
  }

  @Override
  public OptionalLong iops(String hostname) {
    long iops = inventory.get().speedsOf(hostname).iops();
    return iops > 0 ? OptionalLong.of(iops) : OptionalLong.empty();
  }

  @Override
  public Optional<Bandwidth> bandwidth(String hostname) {
    return Optional.of(inventory.get().speedsOf(hostname))
        .map(Speeds::network)
        .filter(network -> network.bitsPerSecond() > 0);
  }
}
