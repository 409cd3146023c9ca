package io.drover.backup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.backup.decide.restore.RestorePlan;
import io.drover.backup.restore.RestoreView.Stage;
import io.drover.backup.restore.RestoreView.Volume;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps a restore's view up to date. */
final class RestoreProgress {
  private final InstantSource clock;
  private final Consumer<RestoreView> shown;
  private RestoreView view;

  RestoreProgress(RestoreRecord record, InstantSource clock, Consumer<RestoreView> shown) {
    this.clock = clock;
    this.shown = shown;
    RestoreRequest request = record.request();
    view =
        new RestoreView(
            record.id(),
            request.backup().stack(),
            request.backup().name().toString(),
            request.as(),
            request.by(),
            Stage.RUNNING,
            record.since(),
            clock.instant(),
            "looking what there is",
            List.of(),
            List.of(),
            List.of(),
            "");
    shown.accept(view);
  }

  synchronized RestoreView view() {
    return view;
  }

  synchronized void planned(RestorePlan plan) {
    show(
        Stage.RUNNING,
        view.doing(),
        view.done(),
        view.volumes(),
        plan.notes().stream().map(reason -> reason.text()).toList(),
        "");
  }

  synchronized void doing(String what) {
    show(Stage.RUNNING, what, view.done(), view.volumes(), view.notes(), "");
  }

  synchronized void done(String what) {
    List<String> done = new ArrayList<>(view.done());
    done.add(what);
    show(Stage.RUNNING, "", done, view.volumes(), view.notes(), "");
  }

  synchronized int volume(String name, String node, long expected) {
    List<Volume> volumes = new ArrayList<>(view.volumes());
    volumes.add(new Volume(name, node, 0, 0, expected, false));
    show(Stage.RUNNING, view.doing(), view.done(), volumes, view.notes(), "");
    return volumes.size() - 1;
  }

  synchronized void written(int number, JsonNode record) {
    JsonNode now = record.has("end") ? record.path("end") : record.path("progress");
    if (now.isObject()) {
      List<Volume> volumes = new ArrayList<>(view.volumes());
      Volume old = volumes.get(number);
      volumes.set(
          number,
          new Volume(
              old.volume(),
              old.node(),
              now.path("entries").asLong(),
              now.path("bytes").asLong(),
              old.expectedBytes(),
              record.has("end")));
      show(Stage.RUNNING, view.doing(), view.done(), volumes, view.notes(), "");
    }
  }

  synchronized void end(Stage stage, String message) {
    show(stage, "", view.done(), view.volumes(), view.notes(), message);
  }

  private void show(
      Stage stage,
      String doing,
      List<String> done,
      List<Volume> volumes,
      List<String> notes,
      String message) {
    Instant now = clock.instant();
    view =
        new RestoreView(
            view.id(),
            view.stack(),
            view.backup(),
            view.as(),
            view.by(),
            stage,
            view.startedAt(),
            now,
            doing,
            done,
            volumes,
            notes,
            message);
    shown.accept(view);
  }
}
