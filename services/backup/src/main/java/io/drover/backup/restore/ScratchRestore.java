package io.drover.backup.restore;

import io.drover.backup.act.Acts;
import io.drover.backup.act.NodeAgent;
import io.drover.backup.act.NodeAgents;
import io.drover.backup.act.NodeVolume;
import io.drover.backup.act.Outcomes;
import io.drover.backup.keep.TestRestore;
import io.drover.backup.keep.Verifier;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.manifest.VolumeEntry;
import io.drover.backup.run.Tools;
import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ObjectKind;
import io.drover.core.decision.Reason;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Restores a volume into a scratch volume, lets a task of the service's image look at it, and takes
 * both away again; what a crash left goes with the next round of whoever leads.
 */
public final class ScratchRestore implements TestRestore {
  /** What scratch volumes and services are called, before random digits. */
  static final String PREFIX = "drover-test-";

  private static final Logger LOG = Logger.getLogger(ScratchRestore.class);
  private static final Duration GONE_WITHIN = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Tools tools;
  private final Set<String> live = ConcurrentHashMap.newKeySet();

  /** Whether something may be left: of who led before, or of a volume that was still in use. */
  private volatile boolean littered = true;

  /** Test restores on this Swarm. */
  public ScratchRestore(Tools tools) {
    this.tools = tools;
  }

  @Override
  public List<String> restore(
      BackupId id, String volume, String service, String check, Duration limit)
      throws IOException, InterruptedException {
    Manifest manifest = tools.store().manifest(id);
    VolumeEntry held =
        manifest.volumes().stream()
            .filter(one -> one.name().equals(volume))
            .findFirst()
            .orElseThrow(() -> new IOException("%s has no volume %s".formatted(id, volume)));
    NodeAgent agent = agent(held.node());
    String name = PREFIX + UUID.randomUUID().toString().substring(0, 8);
    Reason why = Reason.of("TestRestore", "%s is restored for a test".formatted(id));
    live.add(name);
    try {
      step(
          new Action.CreateObject(ObjectKind.VOLUME, name, agent.hostname()),
          why,
          service,
          () -> agent.create(NodeVolume.named(name, "local", Map.of(), Map.of())));
      List<String> problems = filled(manifest, held, agent, name, why, service);
      if (!problems.isEmpty() || check.isEmpty()) {
        return problems;
      }
      return new ScratchCheck(tools, name, agent.hostname(), why)
          .run(service, volume, check, limit);
    } finally {
      live.remove(name);
      clear(name, Optional.of(agent));
    }
  }

  /** The agent of the node where the volume was read, else the first by name. */
  private NodeAgent agent(String node) throws IOException {
    return tools.agents().find().byNode().values().stream()
        .min(
            Comparator.<NodeAgent, Boolean>comparing(one -> !one.hostname().equals(node))
                .thenComparing(NodeAgent::hostname))
        .orElseThrow(() -> new IOException("no agent answers"));
  }

  /** What failed for damage is a problem of the backup; what failed otherwise was not tried. */
  private List<String> filled(
      Manifest manifest, VolumeEntry held, NodeAgent agent, String name, Reason why, String service)
      throws IOException {
    try {
      step(
          new Action.FillVolume(name, agent.hostname(), manifest.id().toString()),
          why,
          service,
          () ->
              new VolumeFiller(tools.store(), tools.packing())
                  .fill(manifest, held, agent, name, true, false, line -> {}));
      return List.of();
    } catch (IOException failed) {
      List<String> problems =
          new Verifier(tools.store(), tools.packing(), true).problems(manifest, held);
      if (problems.isEmpty()) {
        throw failed;
      }
      return problems;
    }
  }

  /** Removes what tests left that were cut off; called in rounds by whoever holds the lease. */
  public void clearLeftovers() {
    if (!tools.acts().mayAct()) {
      littered = true;
      return;
    }
    if (!littered) {
      return;
    }
    littered = false;
    Set<String> left = new HashSet<>();
    for (RawJson raw : tools.engine().list("/services")) {
      left.add(raw.tree().at("/Spec/Name").asText(""));
    }
    NodeAgents.Found agents = tools.agents().find();
    agents.sizes().values().forEach(volumes -> left.addAll(volumes.keySet()));
    left.removeIf(name -> !name.startsWith(PREFIX) || live.contains(name));
    left.forEach(name -> clear(name, Optional.empty()));
  }

  /**
   * Removes the service, then the volume.
   *
   * @param where whose volume it is; of all nodes where that is not known
   */
  private void clear(String name, Optional<NodeAgent> where) {
    List<NodeAgent> agents =
        where
            .map(List::of)
            .orElseGet(() -> new ArrayList<>(tools.agents().find().byNode().values()));
    String[] inUse = {""};
    try {
      Optional<String> cleared =
          tools
              .waiting()
              .until(
                  GONE_WITHIN,
                  POLL,
                  () -> {
                    try {
                      remove(name, agents);
                      return Optional.of(name);
                    } catch (IOException | EngineException still) {
                      // Its container ends some moments after the service.
                      inUse[0] = still.getMessage();
                      return Optional.empty();
                    }
                  });
      if (cleared.isEmpty()) {
        littered = true;
        LOG.warnf("%s is left for the next round: %s", name, inUse[0]);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void remove(String name, List<NodeAgent> agents) throws IOException {
    removeService(name);
    for (NodeAgent agent : agents) {
      if (agent.volume(name).isPresent()) {
        agent.remove(name);
      }
    }
  }

  private void removeService(String name) throws IOException {
    Optional<RawJson> service =
        tools.engine().list("/services").stream()
            .filter(raw -> raw.tree().at("/Spec/Name").asText("").equals(name))
            .findFirst();
    if (service.isPresent()) {
      Outcomes.require(
          "service " + name,
          tools.engine().remove("/services/" + service.get().tree().path("ID").asText()));
    }
  }

  private void step(Action action, Reason why, String service, Acts.Attempt step)
      throws IOException {
    Outcomes.require(action.describe(), tools.acts().attempt(action, why, service, step));
  }
}
