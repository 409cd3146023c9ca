package io.drover.failover.site;

import io.drover.failover.site.Description.Dns;
import io.drover.manifests.JsonFields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads where records are changed. */
final class DnsReader {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

  private DnsReader() {}

  static Dns read(JsonFields json, boolean there) {
    json.only("zone", "key", "servers", "update", "timeout");
    String zone = "";
    if (there) {
      zone = Names.dns(json, "zone");
      json.require("key");
      json.require("servers");
    }
    List<Dns.Server> servers =
        json.texts("servers").stream()
            .map(text -> Addresses.server(json, "servers", text))
            .flatMap(Optional::stream)
            .toList();
    if (json.has("servers") && json.texts("servers").isEmpty()) {
      json.problem("servers", "expected at least one");
    }
    String update = json.text("update", "first");
    if (!update.equals("first") && !update.equals("all")) {
      json.problem("update", "expected first or all");
    }
    Duration timeout = json.duration("timeout", DEFAULT_TIMEOUT);
    if (!timeout.isPositive()) {
      json.problem("timeout", "expected more than 0s");
    }
    return new Dns(zone, json.text("key", ""), servers, update.equals("all"), timeout);
  }
}
