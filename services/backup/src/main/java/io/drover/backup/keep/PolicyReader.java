package io.drover.backup.keep;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.manifest.BackupId;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.BackupPolicy;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads which services are to be backed up, and how. */
final class PolicyReader {
  private PolicyReader() {}

  /**
   * A service that is to be backed up.
   *
   * @param name its name
   * @param stack whose it is, as backups name it
   * @param policy what its labels say
   * @param observed whether Drover only looks at it
   * @param changedAt when its spec last changed
   */
  record Backed(
      String name, String stack, BackupPolicy policy, boolean observed, Instant changedAt) {}

  /** What the labels say, and which of them say nothing that can be understood. */
  record Found(List<Backed> services, List<String> problems) {
    Found {
      services = List.copyOf(services);
      problems = List.copyOf(problems);
    }
  }

  static Found read(List<RawJson> services, Instant now) {
    List<Backed> backed = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (RawJson raw : services) {
      JsonNode tree = raw.tree();
      ServiceView view = EngineReader.service(tree);
      switch (PolicyParser.parse(view)) {
        case Parsed.Ungoverned none -> {}
        case Parsed.Rejected(var name, var found) ->
            found.forEach(problem -> problems.add(problem.toString()));
        case Parsed.Governed(ServicePolicy policy, var warnings) ->
            policy
                .backup()
                .ifPresent(
                    backup ->
                        backed.add(
                            new Backed(
                                view.name(),
                                view.stack().orElse(BackupId.NO_STACK),
                                backup,
                                policy.mode() == ServicePolicy.Mode.OBSERVE,
                                moment(tree.path("UpdatedAt"), now))));
      }
    }
    return new Found(backed, problems);
  }

  private static Instant moment(JsonNode json, Instant unknown) {
    try {
      return Instant.parse(json.asText(""));
    } catch (DateTimeException none) {
      return unknown;
    }
  }
}
