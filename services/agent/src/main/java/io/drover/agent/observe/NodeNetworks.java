package io.drover.agent.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the kernel and the engine, anew each time. */
final class NodeNetworks implements OwnNetworks {
  private final Engine engine;

  NodeNetworks(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Reach.Own> addresses() {
    List<Reach.Own> own = new ArrayList<>();
    try {
      for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InterfaceAddress address : device.getInterfaceAddresses()) {
          own.add(
              new Reach.Own(
                  device.getName(), address.getAddress(), address.getNetworkPrefixLength()));
        }
      }
    } catch (SocketException unreadable) {
      return List.of();
    }
    return own;
  }

  @Override
  public Map<String, String> bridged() {
    Map<String, String> bridged = new HashMap<>();
    try {
      engine
          .inspect("/networks/" + Reach.GATEWAY_BRIDGE)
          .ifPresent(
              network -> {
                for (var one : network.tree().path("Containers").properties()) {
                  JsonNode endpoint = one.getValue();
                  bridged.put(one.getKey(), endpoint.path("IPv4Address").asText(""));
                }
              });
    } catch (EngineException | IllegalStateException away) {
      return Map.of();
    }
    return bridged;
  }
}
