package io.drover.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.backup.decide.restore.Names;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecRewriterTest {
  private static final RawJson SERVICE =
      RawJson.of(
          """
          {"ID":"s1","Version":{"Index":9},"Spec":{"Name":"shop_db",
           "Labels":{"com.docker.stack.namespace":"shop","x":"shop"},
           "TaskTemplate":{"ContainerSpec":{"Image":"pg:1","Labels":{"com.docker.stack.namespace":"shop"},
             "Mounts":[{"Type":"volume","Source":"shop_data","Target":"/d","VolumeOptions":{"Labels":{"com.docker.stack.namespace":"shop"}}},
                       {"Type":"bind","Source":"/shop_data","Target":"/b"},
                       {"Type":"volume","Source":"legacy","Target":"/l"}],
             "Configs":[{"File":{"Name":"/c"},"ConfigID":"c-old","ConfigName":"shop_conf"}],
             "Secrets":[{"File":{"Name":"p"},"SecretID":"p-old","SecretName":"shop_password"}]},
             "Placement":{"Constraints":["node.hostname==node1","node.labels.disk==ssd"]},
             "Networks":[{"Target":"n-old","Aliases":["db"]}],"Unknown":1.50e3},
           "Mode":{"Replicated":{"Replicas":2}},
           "EndpointSpec":{"Ports":[{"PublishedPort":5432,"TargetPort":5432},{"PublishedPort":80,"TargetPort":80}]}}}
          """);

  private static SpecRewriter rewriter(String as, Map<String, String> secrets) {
    return new SpecRewriter(
        new Names("shop", as),
        Map.of("n-old", "shop_default"),
        Map.of("copy_conf", "c-new", "shop_conf", "c-same"),
        secrets);
  }

  @Test
  void allNamesOfTheStackBecomeTheOthers() throws IOException {
    var spec =
        rewriter("copy", Map.of("shop_password", "p-1", "copy_password", "p-2"))
            .service(SERVICE, "node3", List.of(5432))
            .tree();

    assertThat(spec.path("Name").asText()).isEqualTo("copy_db");
    assertThat(spec.at("/Labels/com.docker.stack.namespace").asText()).isEqualTo("copy");
    assertThat(spec.at("/Labels/x").asText()).isEqualTo("shop");
    var container = spec.at("/TaskTemplate/ContainerSpec");
    assertThat(container.at("/Labels/com.docker.stack.namespace").asText()).isEqualTo("copy");
    assertThat(container.at("/Mounts/0/Source").asText()).isEqualTo("copy_data");
    assertThat(container.at("/Mounts/0/VolumeOptions/Labels/com.docker.stack.namespace").asText())
        .isEqualTo("copy");
    assertThat(container.at("/Mounts/1/Source").asText()).isEqualTo("/shop_data");
    assertThat(container.at("/Mounts/2/Source").asText()).isEqualTo("copy_legacy");
    assertThat(container.at("/Configs/0/ConfigID").asText()).isEqualTo("c-new");
    assertThat(container.at("/Configs/0/ConfigName").asText()).isEqualTo("copy_conf");
    assertThat(container.at("/Secrets/0/SecretID").asText()).isEqualTo("p-2");
    assertThat(container.at("/Secrets/0/SecretName").asText()).isEqualTo("copy_password");
    assertThat(spec.at("/TaskTemplate/Networks/0/Target").asText()).isEqualTo("copy_default");
    assertThat(spec.at("/TaskTemplate/Placement/Constraints").toString())
        .isEqualTo("[\"node.labels.disk==ssd\",\"node.hostname==node3\"]");
    assertThat(spec.at("/EndpointSpec/Ports").size()).isEqualTo(1);
    assertThat(spec.at("/Mode/Replicated/Replicas").asInt()).isEqualTo(2);
  }

  @Test
  void underItsOwnNameOnlyIdsChange() throws IOException {
    RawJson spec = rewriter("shop", Map.of("shop_password", "p-1")).service(SERVICE, "", List.of());

    String expected =
        SERVICE
            .find("/Spec")
            .orElseThrow()
            .toString()
            .replace("c-old", "c-same")
            .replace("p-old", "p-1")
            .replace("n-old", "shop_default");
    assertThat(spec.toString()).isEqualTo(expected);
  }

  @Test
  void theOldStacksSecretServesWhereThereIsNoOther() throws IOException {
    var spec =
        rewriter("copy", Map.of("shop_password", "p-1")).service(SERVICE, "", List.of()).tree();

    assertThat(spec.at("/TaskTemplate/ContainerSpec/Secrets/0/SecretName").asText())
        .isEqualTo("shop_password");
    assertThatThrownBy(() -> rewriter("copy", Map.of()).service(SERVICE, "", List.of()))
        .hasMessageContaining("copy_password");
  }

  @Test
  void aNetworkKeepsItsRangeWithItsNameOnly() {
    RawJson network =
        RawJson.of(
            """
            {"Name":"shop_default","Id":"n-old","Created":"2026","Scope":"swarm","Driver":"overlay","EnableIPv6":false,
             "IPAM":{"Driver":"default","Options":null,"Config":[{"Subnet":"10.0.1.0/24"}]},"Internal":false,"Attachable":true,
             "Ingress":false,"ConfigFrom":{"Network":""},"ConfigOnly":false,"Containers":null,
             "Options":{"com.docker.network.driver.overlay.vxlanid_list":"4097","encrypted":""},
             "Labels":{"com.docker.stack.namespace":"shop"},"Peers":null}
            """);

    var same = rewriter("shop", Map.of()).network(network).tree();
    var copy = rewriter("copy", Map.of()).network(network).tree();

    assertThat(same.path("Name").asText()).isEqualTo("shop_default");
    assertThat(same.at("/IPAM/Config/0/Subnet").asText()).isEqualTo("10.0.1.0/24");
    assertThat(same.path("Options").has("encrypted")).isTrue();
    assertThat(same.path("Options").size()).isEqualTo(1);
    assertThat(same.has("Id") || same.has("Peers") || same.has("ConfigFrom")).isFalse();
    assertThat(copy.path("Name").asText()).isEqualTo("copy_default");
    assertThat(copy.at("/Labels/com.docker.stack.namespace").asText()).isEqualTo("copy");
    assertThat(copy.path("IPAM").has("Config")).isFalse();
  }
}
