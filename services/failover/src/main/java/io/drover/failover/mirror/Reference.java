package io.drover.failover.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a service's spec that holds the id of another object, which is another at each site.
 *
 * @param kind what it is the id of
 * @param pointer the place
 * @param id what is there
 */
public record Reference(Kind kind, String pointer, String id) {

  /** What services refer to by id. */
  public enum Kind {
    NETWORK,
    CONFIG,
    SECRET
  }

  /** All of a spec, in its order. */
  public static List<Reference> in(JsonNode spec) {
    List<Reference> all = new ArrayList<>();
    add(all, spec, Kind.NETWORK, "/Networks", "/Target");
    add(all, spec, Kind.NETWORK, "/TaskTemplate/Networks", "/Target");
    add(all, spec, Kind.CONFIG, "/TaskTemplate/ContainerSpec/Configs", "/ConfigID");
    add(all, spec, Kind.SECRET, "/TaskTemplate/ContainerSpec/Secrets", "/SecretID");
    add(all, spec, Kind.CONFIG, "/TaskTemplate/ContainerSpec/Privileges/CredentialSpec/Config");
    return all;
  }

  private static void add(
      List<Reference> all, JsonNode spec, Kind kind, String array, String member) {
    for (int i = 0; i < spec.at(array).size(); i++) {
      add(all, spec, kind, array + "/" + i + member);
    }
  }

  private static void add(List<Reference> all, JsonNode spec, Kind kind, String pointer) {
    String id = spec.at(pointer).asText("");
    if (!id.isEmpty() && !id.equals("null")) {
      all.add(new Reference(kind, pointer, id));
    }
  }
}
