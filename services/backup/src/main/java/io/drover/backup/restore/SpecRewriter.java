package io.drover.backup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.decide.restore.Names;
import io.drover.core.model.ServiceView;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes specs of a backup fit where they are restored: names, and everything that rests on ids of
 * the Swarm that they were saved from. All else stays as it was, byte for byte.
 *
 * @param names what things are called
 * @param networkNames names of networks by the ids in the backup
 * @param configIds ids of configs here, by their new names
 * @param secretIds ids of secrets here, by their names
 */
record SpecRewriter(
    Names names,
    Map<String, String> networkNames,
    Map<String, String> configIds,
    Map<String, String> secretIds) {
  private static final String NAMESPACE =
      ServiceView.STACK_LABEL.replace("~", "~0").replace("/", "~1");
  private static final String CONTAINER = "/TaskTemplate/ContainerSpec";

  /**
   * A service's spec, as the engine takes it.
   *
   * @param pin the name of the node that it is tied to; empty text for none
   * @param droppedPorts published ports that it does without
   */
  RawJson service(RawJson service, String pin, List<Integer> droppedPorts) throws IOException {
    RawJson spec =
        service.find("/Spec").orElseThrow(() -> new IOException("a service without a spec"));
    spec = renamed(spec, "/Name", names::of);
    spec = namespace(spec, "/Labels/");
    spec = namespace(spec, CONTAINER + "/Labels/");
    spec = each(spec, "/TaskTemplate/Networks", "/Target", this::network);
    spec = each(spec, "/Networks", "/Target", this::network);
    spec = configs(spec);
    spec = secrets(spec);
    spec = mounts(spec);
    spec = ports(spec, droppedPorts);
    return pin.isEmpty() ? spec : Pinning.pinned(spec, pin);
  }

  private String network(String id) {
    String name = networkNames.get(id);
    return names.of(name == null ? id : name);
  }

  private static RawJson renamed(RawJson spec, String pointer, Function<String, String> change) {
    JsonNode old = spec.tree().at(pointer);
    if (!old.isTextual()) {
      return spec;
    }
    String next = change.apply(old.asText());
    return next.equals(old.asText()) ? spec : spec.with(pointer, RawJson.quote(next));
  }

  private RawJson namespace(RawJson spec, String labels) {
    return renamed(
        spec, labels + NAMESPACE, stack -> stack.equals(names.stack()) ? names.target() : stack);
  }

  private static RawJson each(
      RawJson spec, String array, String member, Function<String, String> change) {
    RawJson edited = spec;
    for (int i = 0; i < spec.tree().at(array).size(); i++) {
      edited = renamed(edited, array + "/" + i + member, change);
    }
    return edited;
  }

  private RawJson configs(RawJson spec) throws IOException {
    RawJson edited = spec;
    JsonNode all = spec.tree().at(CONTAINER + "/Configs");
    for (int i = 0; i < all.size(); i++) {
      String name = names.of(all.get(i).path("ConfigName").asText(""));
      String id = configIds.get(name);
      if (id == null) {
        throw new IOException("config " + name + " is not there");
      }
      String at = CONTAINER + "/Configs/" + i;
      edited = renamed(edited, at + "/ConfigID", old -> id);
      edited = renamed(edited, at + "/ConfigName", old -> name);
    }
    return edited;
  }

  /** A secret of the new name is better than the old stack's own. */
  private RawJson secrets(RawJson spec) throws IOException {
    RawJson edited = spec;
    JsonNode all = spec.tree().at(CONTAINER + "/Secrets");
    for (int i = 0; i < all.size(); i++) {
      String held = all.get(i).path("SecretName").asText("");
      String name = secretIds.containsKey(names.of(held)) ? names.of(held) : held;
      String id = secretIds.get(name);
      if (id == null) {
        throw new IOException("secret " + names.of(held) + " is not there");
      }
      String at = CONTAINER + "/Secrets/" + i;
      edited = renamed(edited, at + "/SecretID", old -> id);
      edited = renamed(edited, at + "/SecretName", old -> name);
    }
    return edited;
  }

  private RawJson mounts(RawJson spec) {
    RawJson edited = spec;
    JsonNode all = spec.tree().at(CONTAINER + "/Mounts");
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).path("Type").asText("").equals("volume")) {
        String at = CONTAINER + "/Mounts/" + i;
        edited = renamed(edited, at + "/Source", names::ofVolume);
        edited = namespace(edited, at + "/VolumeOptions/Labels/");
      }
    }
    return edited;
  }

  private static RawJson ports(RawJson spec, List<Integer> dropped) {
    RawJson edited = spec;
    JsonNode all = spec.tree().at("/EndpointSpec/Ports");
    for (int i = all.size() - 1; i >= 0; i--) {
      if (dropped.contains(all.get(i).path("PublishedPort").asInt())) {
        edited = edited.without("/EndpointSpec/Ports/" + i);
      }
    }
    return edited;
  }

  /** A config's spec, as the engine takes it. */
  RawJson config(RawJson config) throws IOException {
    RawJson spec =
        config.find("/Spec").orElseThrow(() -> new IOException("a config without a spec"));
    return namespace(renamed(spec, "/Name", names::of), "/Labels/");
  }

  /**
   * What the engine takes to make a network. Its address range is kept only with its name: another
   * network may have the range of the one that is still there.
   */
  RawJson network(RawJson network) {
    RawJson request = RawJson.of("{}").with("/CheckDuplicate", "true");
    for (String member :
        List.of(
            "Name",
            "Driver",
            "Internal",
            "Attachable",
            "Ingress",
            "EnableIPv6",
            "IPAM",
            "Options",
            "Labels",
            "Scope",
            "ConfigOnly",
            "ConfigFrom")) {
      String value = network.find("/" + member).map(RawJson::toString).orElse("null");
      boolean given = !value.equals("null") && !value.equals("{\"Network\":\"\"}");
      request = given ? request.with("/" + member, value) : request;
    }
    request = request.without("/Options/com.docker.network.driver.overlay.vxlanid_list");
    if (names.isRenaming()) {
      request = request.without("/IPAM/Config");
    }
    return namespace(renamed(request, "/Name", names::of), "/Labels/");
  }
}
