package io.drover.agent.observe;

import java.util.List;
import java.util.Map;

/** What is known of the networks that this process is in. */
interface OwnNetworks {

  /** This process' addresses; none where the kernel does not tell. */
  List<Reach.Own> addresses();

  /** Containers' addresses on the bridge by container id; none while the engine is away. */
  Map<String, String> bridged();
}
