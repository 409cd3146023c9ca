package io.drover.failover.mirror.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.ServiceView;
import io.drover.engine.RawJson;
import io.drover.failover.mirror.Content;
import io.drover.failover.mirror.NetworkObject;
import io.drover.failover.mirror.NetworkObject.Range;
import io.drover.failover.mirror.Subnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads networks as engines tell of them: a pure mapping. */
public final class NetworkReader {
  /** An option that Swarm sets itself: it is an id of that Swarm. */
  public static final String VXLAN = "com.docker.network.driver.overlay.vxlanid_list";

  private static final List<String> SETTINGS =
      List.of("Driver", "Internal", "Attachable", "Ingress", "EnableIPv6", "ConfigOnly");

  private NetworkReader() {}

  /**
   * Reads one object of {@code GET /networks}.
   *
   * @param ranges who chose its addresses, by id, as far as tasks tell
   */
  public static NetworkObject read(RawJson json, Map<String, Range> ranges) {
    JsonNode tree = json.tree();
    String id = tree.path("Id").asText("");
    List<Subnet> subnets = new ArrayList<>();
    for (JsonNode config : tree.at("/IPAM/Config")) {
      Subnet.parse(config.path("Subnet").asText("")).ifPresent(subnets::add);
    }
    return new NetworkObject(
        id,
        tree.path("Name").asText(""),
        tree.path("Labels").path(ServiceView.STACK_LABEL).asText(""),
        tree.path("Driver").asText(""),
        tree.path("Ingress").asBoolean(),
        settings(tree),
        subnets,
        ranges.getOrDefault(id, Range.UNKNOWN),
        json);
  }

  private static Content settings(JsonNode network) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    SETTINGS.forEach(member -> put(settings, member, network.path(member)));
    String ipam = network.at("/IPAM/Driver").asText("");
    settings.put("IPAM", ipam.isEmpty() ? "default" : ipam);
    settings.set("IPAMOptions", network.at("/IPAM/Options"));
    ObjectNode options = settings.putObject("Options");
    network
        .path("Options")
        .properties()
        // The empty text is a value of its own here: {"encrypted": ""}.
        .forEach(option -> options.put(option.getKey(), "=" + option.getValue().asText()));
    options.remove(VXLAN);
    return Content.of(settings);
  }

  /** What is not so is left out: engines don't tell of what they don't know. */
  private static void put(ObjectNode settings, String member, JsonNode value) {
    if (!value.isBoolean() || value.asBoolean()) {
      settings.set(member, value);
    }
  }

  /** Who chose the addresses of networks, by id: tasks know what a network was asked to be. */
  public static Map<String, Range> ranges(List<RawJson> tasks) {
    Map<String, Range> ranges = new HashMap<>();
    for (RawJson task : tasks) {
      for (JsonNode attachment : task.tree().path("NetworksAttachments")) {
        JsonNode network = attachment.path("Network");
        boolean declared = !network.at("/Spec/IPAMOptions/Configs").isEmpty();
        ranges.put(
            network.path("ID").asText(""), declared ? Range.DECLARED : Range.CHOSEN_BY_SWARM);
      }
    }
    return ranges;
  }
}
