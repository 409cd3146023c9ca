package io.drover.failover.mirror;

import io.drover.core.decision.Outcome;
import io.drover.core.model.Allotment;
import io.drover.core.model.ClusterSnapshot;
import io.drover.engine.Engine;
import io.drover.engine.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of an engine that mirroring has no use for. */
abstract class UnusedEngine implements Engine {
  @Override
  public ClusterSnapshot snapshot() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<byte[]> read(String path, int most, Duration within) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome setReplicas(String serviceId, long observed, int replicas) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome resize(String serviceId, long observed, Allotment to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome replaceTasks(String serviceId, long observed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome setAvailability(String nodeId, long observed, String availability) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome updateContainer(String containerId, RawJson resources) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome remove(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome rollBack(String serviceId, long observed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ConfigObject> config(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ConfigObject> configsLabelled(String labelKey) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome createConfig(String name, Map<String, String> labels) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome updateConfigLabels(ConfigObject observed, Map<String, String> labels) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome removeConfig(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public EventFeed watch(EventListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String apiVersion() {
    return "1.41";
  }
}
