package io.drover.placement.observe;

import io.drover.core.model.Bandwidth;
import java.util.Optional;
import java.util.OptionalLong;

/** What an engine doesn't tell of its node, and an inventory does. */
public interface NodeInventory {
  /** Nothing is told: no budget is held against any node. */
  NodeInventory NONE =
      new NodeInventory() {
        @Override
        public OptionalLong iops(String hostname) {
          return OptionalLong.empty();
        }

        @Override
        public Optional<Bandwidth> bandwidth(String hostname) {
          return Optional.empty();
        }
      };

  /** Storage operations a second that a node can do in all. */
  OptionalLong iops(String hostname);

  /** A node's network bandwidth in all. */
  Optional<Bandwidth> bandwidth(String hostname);
}
