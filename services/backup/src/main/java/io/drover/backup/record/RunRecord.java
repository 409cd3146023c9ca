package io.drover.backup.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.drover.backup.decide.schedule.Scheduled.Attempt;
import io.drover.backup.manifest.Trigger;
import io.drover.backup.run.RunView;
import io.drover.backup.run.RunView.Stage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * A run that is over.
 *
 * @param id its id
 * @param stack it was about
 * @param services names of the services it was about
 * @param trigger why it was begun
 * @param by who began it
 * @param startedAt when it began
 * @param endedAt when it was over
 * @param stage done, failed or cancelled
 * @param backup the name of the backup it made; empty text for none
 * @param bytes content of files that it read
 * @param message what went wrong; empty text where nothing did
 */
@RegisterForReflection
public record RunRecord(
    String id,
    String stack,
    List<String> services,
    Trigger trigger,
    String by,
    Instant startedAt,
    Instant endedAt,
    Stage stage,
    String backup,
    long bytes,
    String message) {
  public RunRecord {
    services = List.copyOf(services);
  }

  /** A run that just ended. */
  public static RunRecord of(RunView view, List<String> services) {
    return new RunRecord(
        view.id(),
        view.stack(),
        services,
        view.trigger(),
        view.by(),
        view.startedAt(),
        view.changedAt(),
        view.stage(),
        view.backup(),
        view.bytes(),
        view.message());
  }

  /** Whether it made a backup. */
  @JsonIgnore
  public boolean succeeded() {
    return stage == Stage.DONE;
  }

  /** As schedules take it. */
  @JsonIgnore
  public Attempt attempt() {
    return new Attempt(startedAt, endedAt, succeeded(), message);
  }
}
