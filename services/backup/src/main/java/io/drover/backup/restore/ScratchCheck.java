package io.drover.backup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.backup.act.Outcomes;
import io.drover.backup.run.Tools;
import io.drover.core.decision.Action;
import io.drover.core.decision.Action.ObjectKind;
import io.drover.core.decision.Reason;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs a check command once, in a task of a service's own image, user and environment, with a
 * scratch volume where the service mounts its own, and none of its networks and secrets.
 */
final class ScratchCheck {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Tools tools;
  private final String name;
  private final String hostname;
  private final Reason why;
  private JsonNode last = JsonNodeFactory.instance.objectNode();

  /**
   * A check.
   *
   * @param name of the scratch volume, and of the service that has the task
   * @param hostname the node of the volume
   */
  ScratchCheck(Tools tools, String name, String hostname, Reason why) {
    this.tools = tools;
    this.name = name;
    this.hostname = hostname;
    this.why = why;
  }

  /**
   * Runs it.
   *
   * @return what was wrong; nothing when it ended with 0
   * @throws IOException when it could not be run
   */
  List<String> run(String service, String volume, String command, Duration limit)
      throws IOException, InterruptedException {
    RawJson spec = spec(service, volume, command);
    Outcomes.require(
        "the check could not be started",
        tools
            .acts()
            .act(
                new Action.CreateObject(ObjectKind.SERVICE, name, ""),
                why,
                service,
                any -> tools.engine().create("/services/create", spec)));
    Optional<List<String>> ended =
        tools
            .waiting()
            .until(
                limit,
                POLL,
                () -> {
                  if (!tools.acts().mayAct()) {
                    throw new IOException("the lease was lost meanwhile");
                  }
                  last = status().orElse(last);
                  return ended(service, volume, command);
                });
    return ended.isPresent() ? ended.get() : late(service, volume, command, limit);
  }

  /** What came of it, by its last status; nothing while it has not ended. */
  private Optional<List<String>> ended(String service, String volume, String command)
      throws IOException {
    return switch (last.path("State").asText("")) {
      case "complete" -> Optional.of(List.of());
      case "failed" -> {
        int code = last.path("ContainerStatus").path("ExitCode").asInt();
        yield Optional.of(
            List.of(
                "%s: the check of %s ended with %d: %s".formatted(volume, service, code, command)));
      }
      case "rejected", "orphaned", "shutdown", "remove" ->
          throw new IOException("the check could not be run: " + last.path("Err").asText(""));
      default -> Optional.empty();
    };
  }

  /** One that runs for too long is a problem of the backup; one that never began is none. */
  private List<String> late(String service, String volume, String command, Duration limit)
      throws IOException {
    if (last.path("State").asText("").equals("running")) {
      return List.of(
          "%s: the check of %s did not end within %d s: %s"
              .formatted(volume, service, limit.toSeconds(), command));
    }
    throw new IOException(
        "the check did not begin within %d s: %s %s"
            .formatted(
                limit.toSeconds(),
                last.path("State").asText("no task"),
                last.path("Err").asText("")));
  }

  private Optional<JsonNode> status() {
    Optional<String> id =
        tools.engine().list("/services").stream()
            .filter(raw -> raw.tree().at("/Spec/Name").asText("").equals(name))
            .map(raw -> raw.tree().path("ID").asText(""))
            .findFirst();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    String filters =
        URLEncoder.encode(
            "{\"service\":[" + RawJson.quote(id.get()) + "]}", StandardCharsets.UTF_8);
    return tools.engine().list("/tasks?filters=" + filters).stream()
        .map(raw -> raw.tree().path("Status"))
        .findFirst();
  }

  private RawJson spec(String service, String volume, String command) throws IOException {
    JsonNode like =
        tools.engine().list("/services").stream()
            .map(raw -> raw.tree().path("Spec"))
            .filter(spec -> spec.path("Name").asText("").equals(service))
            .map(spec -> spec.at("/TaskTemplate/ContainerSpec"))
            .findFirst()
            .orElseThrow(() -> new IOException(service + " is gone, and so is its image"));
    String target = "";
    for (JsonNode mount : like.path("Mounts")) {
      if (mount.path("Source").asText("").equals(volume)) {
        target = mount.path("Target").asText("");
      }
    }
    if (target.isEmpty()) {
      throw new IOException("%s does not mount %s any more".formatted(service, volume));
    }
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    // Whether it succeeds is told of the backup.
    spec.put("Name", name).putObject("Labels").put("drover.alert", "off");
    ObjectNode task = spec.putObject("TaskTemplate");
    ObjectNode container = task.putObject("ContainerSpec");
    for (String kept : List.of("Image", "Env", "User", "Groups", "Dir")) {
      if (like.has(kept)) {
        container.set(kept, like.path(kept));
      }
    }
    container.putArray("Command").add("sh").add("-c").add(command);
    container
        .putArray("Mounts")
        .addObject()
        .put("Type", "volume")
        .put("Source", name)
        .put("Target", target);
    task.putObject("RestartPolicy").put("Condition", "none");
    task.putObject("Placement").putArray("Constraints").add("node.hostname==" + hostname);
    spec.putObject("Mode").putObject("Replicated").put("Replicas", 1);
    return RawJson.of(spec.toString());
  }
}
