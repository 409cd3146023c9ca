package io.drover.backup.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.run.RunView.Stage;
import io.drover.backup.run.RunView.VolumeProgress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Keeps a run's view up to date; told often, it shows itself a few times a second at most. */
final class Progress {
  private static final long SHOWN_EVERY_MILLIS = 250;

  private final RunBoard board;
  private final InstantSource clock;
  private RunView view;
  private long shownAt;

  Progress(String id, RunRequest request, RunBoard board, InstantSource clock) {
    this.board = board;
    this.clock = clock;
    Instant now = clock.instant();
    view =
        new RunView(
            id,
            request.stack(),
            request.trigger(),
            request.by(),
            Stage.PLANNING,
            now,
            now,
            "",
            List.of(),
            List.of(),
            "");
    board.show(view);
  }

  synchronized RunView view() {
    return view;
  }

  synchronized void enter(Stage stage) {
    replace(stage, view.backup(), view.volumes(), view.notes(), view.message());
    show();
  }

  synchronized void planned(String backup, RunPlan plan) {
    List<VolumeProgress> volumes =
        plan.volumes().stream()
            .map(
                one ->
                    new VolumeProgress(
                        one.name(), one.hostname(), 0, 0, one.expectedBytes(), 0, false))
            .toList();
    replace(
        view.stage(),
        backup,
        volumes,
        plan.notCovered().stream().map(Object::toString).toList(),
        "");
    show();
  }

  /** Takes the {@code progress} of a record line. */
  synchronized void read(int volume, JsonNode progress) {
    JsonNode now = progress.path("progress");
    if (now.isObject()) {
      set(
          volume,
          now.path("entries").asLong(),
          now.path("bytes").asLong(),
          now.path("archiveBytes").asLong(),
          false);
      if (clock.millis() - shownAt >= SHOWN_EVERY_MILLIS) {
        show();
      }
    }
  }

  synchronized void done(int volume, long entries, long bytes, long archiveBytes) {
    set(volume, entries, bytes, archiveBytes, true);
    show();
  }

  private void set(int volume, long entries, long bytes, long archiveBytes, boolean done) {
    List<VolumeProgress> volumes = new ArrayList<>(view.volumes());
    VolumeProgress old = volumes.get(volume);
    volumes.set(
        volume,
        new VolumeProgress(
            old.volume(), old.node(), entries, bytes, old.expectedBytes(), archiveBytes, done));
    replace(view.stage(), view.backup(), volumes, view.notes(), view.message());
  }

  /** The last view. */
  synchronized void end(Stage stage, String message, List<String> services) {
    replace(stage, view.backup(), view.volumes(), view.notes(), message);
    board.finish(view, services);
  }

  private void show() {
    shownAt = clock.millis();
    board.show(view);
  }

  private void replace(
      Stage stage,
      String backup,
      List<VolumeProgress> volumes,
      List<String> notes,
      String message) {
    view =
        new RunView(
            view.id(),
            view.stack(),
            view.trigger(),
            view.by(),
            stage,
            view.startedAt(),
            clock.instant(),
            backup,
            volumes,
            notes,
            message);
  }
}
