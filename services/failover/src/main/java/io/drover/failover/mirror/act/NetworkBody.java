package io.drover.failover.mirror.act;

import io.drover.engine.RawJson;
import io.drover.failover.mirror.NetworkObject;
import io.drover.failover.mirror.observe.NetworkReader;
import java.util.List;

/** What an engine takes to make the network that another one told of. */
final class NetworkBody {
  private static final List<String> MEMBERS =
      List.of(
          "Name",
          "Driver",
          "Scope",
          "Internal",
          "Attachable",
          "EnableIPv4",
          "EnableIPv6",
          "IPAM",
          "Options",
          "Labels");

  private NetworkBody() {}

  /**
   * Without ids.
   *
   * @param withRange whether it gets the same addresses; else the Swarm chooses
   */
  static RawJson of(NetworkObject network, boolean withRange) {
    RawJson body = RawJson.of("{\"CheckDuplicate\":true}");
    for (String member : MEMBERS) {
      String value = network.json().find("/" + member).map(RawJson::toString).orElse("null");
      body = value.equals("null") ? body : body.with("/" + member, value);
    }
    body = body.without("/Options/" + NetworkReader.VXLAN);
    return withRange ? body : body.without("/IPAM/Config");
  }
}
