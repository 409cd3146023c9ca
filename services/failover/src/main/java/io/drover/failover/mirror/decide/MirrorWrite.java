package io.drover.failover.mirror.decide;

import io.drover.failover.mirror.ConfigObject;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.NetworkObject;

/** One thing that is written to the stand-by. */
public sealed interface MirrorWrite {

  /** A service that is written. */
  sealed interface OfService extends MirrorWrite {
    /** The service as the primary has it. */
    MirroredService from();

    /** The epoch of the move that it is off by. */
    String off();
  }

  /**
   * Makes a network.
   *
   * @param network as the primary has it
   * @param withRange whether it gets the same addresses; else the stand-by's Swarm chooses
   */
  record MakeNetwork(NetworkObject network, boolean withRange) implements MirrorWrite {}

  /**
   * Makes a config.
   *
   * @param config as the primary has it
   */
  record MakeConfig(ConfigObject config) implements MirrorWrite {}

  /**
   * Makes a service that is off.
   *
   * @param from as the primary has it
   * @param off the epoch of the move that it is off by
   */
  record MakeService(MirroredService from, String off) implements OfService {}

  /**
   * Writes a service that is off, and stays so.
   *
   * @param from as the primary has it
   * @param to as the stand-by has it
   * @param off the epoch of the move that it is off by
   */
  record UpdateService(MirroredService from, MirroredService to, String off) implements OfService {}
}
