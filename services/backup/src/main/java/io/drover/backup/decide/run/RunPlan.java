package io.drover.backup.decide.run;

import io.drover.core.decision.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run does, in this order: before hooks, stops, volumes, stopped services back in the
 * reverse order, after hooks.
 *
 * @param before commands that are run first
 * @param stops services that are stopped, in this order
 * @param idle services that ask to be stopped and have no task: they must have none to the end
 * @param volumes what is read
 * @param after commands that are run at the end
 * @param refusals why it must not be done at all; empty when it may
 * @param notCovered what the backup won't hold, and what its reader should know
 */
public record RunPlan(
    List<Hook> before,
    List<Stop> stops,
    List<Idle> idle,
    List<Volume> volumes,
    List<Hook> after,
    List<Reason> refusals,
    List<Reason> notCovered) {
  public RunPlan {
    before = List.copyOf(before);
    stops = List.copyOf(stops);
    idle = List.copyOf(idle);
    volumes = List.copyOf(volumes);
    after = List.copyOf(after);
    refusals = List.copyOf(refusals);
    notCovered = List.copyOf(notCovered);
  }

  /** Whether it may be done. */
  public boolean possible() {
    return refusals.isEmpty();
  }

  /** The same, which must not be done for this reason. */
  public RunPlan refusing(Reason reason) {
    List<Reason> more = new ArrayList<>(refusals);
    more.add(reason);
    return new RunPlan(before, stops, idle, volumes, after, more, notCovered);
  }

  /**
   * A service that asks to be stopped, and has no task.
   *
   * @param serviceId the service
   * @param service its name
   * @param version the version that was seen
   */
  public record Idle(String serviceId, String service, long version) {}

  /**
   * A command to run in a task's container.
   *
   * @param serviceId the service
   * @param service its name
   * @param nodeId the task's node
   * @param containerId the task's container; empty text where it is known only later, for one that
   *     is run in a service that comes back
   * @param command as its label says
   * @param timeLimit until it counts as failed
   */
  public record Hook(
      String serviceId,
      String service,
      String nodeId,
      String containerId,
      String command,
      Duration timeLimit) {}

  /**
   * A service that is stopped.
   *
   * @param serviceId the service
   * @param service its name
   * @param version the version that was seen, on which stopping it is conditional
   * @param replicas how many tasks it gets back
   * @param timeLimit until it counts as one that won't stop
   */
  public record Stop(
      String serviceId, String service, long version, int replicas, Duration timeLimit) {}

  /**
   * A volume that is read.
   *
   * @param name its name
   * @param nodeId the node where it is read
   * @param hostname that node's name
   * @param label what its objects in the backup are named after
   * @param services that mount it
   * @param expectedBytes what was in it when it was last measured; -1 where that is not known
   * @param rate bytes a second that it is read with at most; 0 for as many as it goes
   */
  public record Volume(
      String name,
      String nodeId,
      String hostname,
      String label,
      List<String> services,
      long expectedBytes,
      long rate) {
    public Volume {
      services = List.copyOf(services);
    }
  }
}
