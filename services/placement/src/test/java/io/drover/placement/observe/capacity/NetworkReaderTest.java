package io.drover.placement.observe.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.placement.decide.capacity.NetworkUse;
import io.drover.placement.decide.capacity.Subnet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses are counted by who has one. */
class NetworkReaderTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(broken);
    }
  }

  private static JsonNode task(String state, String node, String attachments) {
    return json(
        """
        {"ID":"t","NodeID":"%s","Status":{"State":"%s"},"DesiredState":"running",
         "Spec":{"Networks":[{"Target":"n1"}]},"NetworksAttachments":%s}"""
            .formatted(node, state, attachments));
  }

  @Test
  void tasksServicesAndNodesHaveAddresses() {
    String attached = "[{\"Network\":{\"ID\":\"n1\"},\"Addresses\":[\"10.0.1.5/24\"]}]";
    List<NetworkUse> read =
        NetworkReader.read(
            List.of(
                json(
                    """
                    {"Id":"n1","Name":"shop","Driver":"overlay","IPAM":{"Config":[
                      {"Subnet":"10.0.1.0/24","Gateway":"10.0.1.1"},{"Subnet":"fd00::/64"}]}}"""),
                json(
                    """
                    {"Id":"i","Name":"ingress","Driver":"overlay","Ingress":true,
                     "IPAM":{"Config":[{"Subnet":"10.0.0.0/24"}]}}"""),
                json("{\"Id\":\"b\",\"Name\":\"bridge\",\"Driver\":\"bridge\"}")),
            List.of(
                json(
                    """
                    {"Endpoint":{"VirtualIPs":[{"NetworkID":"n1","Addr":"10.0.1.2/24"}]}}"""),
                json("{\"Endpoint\":{\"VirtualIPs\":[{\"NetworkID\":\"n1\"}]}}")),
            List.of(
                task("running", "a", attached),
                task("starting", "a", attached),
                task("running", "b", attached),
                task("pending", "", attached),
                task("failed", "c", attached),
                task("new", "", "null")),
            5);
    assertThat(read)
        .containsExactly(
            new NetworkUse("i", "ingress", List.of(Subnet.parse("10.0.0.0/24")), 0, 0, 5, 0),
            new NetworkUse("n1", "shop", List.of(Subnet.parse("10.0.1.0/24")), 4, 1, 2, 1));
    assertThat(read.getLast().free()).isEqualTo(253 - 7);
  }
}
