package io.drover.agent.model.tuning;

import io.drover.core.policy.NodeLabels;
import io.drover.core.policy.NodePolicy.Setting;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a service wants for its containers.
 *
 * @param serviceId the service
 * @param service its name, for people
 * @param labels its labels of tuning, as they are written
 */
public record Wish(String serviceId, String service, SortedMap<String, String> labels) {
  /** Reads the labels once, so that only right ones come so far. */
  public Wish {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    NodeLabels.parse(service, labels);
  }

  /** What the labels ask for. */
  public List<Setting> settings() {
    return NodeLabels.parse(service, labels).settings();
  }
}
