package io.drover.backup.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.backup.run.RunBoard;
import io.drover.backup.run.RunListener;
import io.drover.backup.run.RunView;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How far runs are, as they get further: server-sent events. */
@Path("/v1/runs/events")
@Singleton
public class RunEvents {
  /** Events that a client may lag behind; one that is slower is cut off. */
  private static final int MOST_WAITING = 256;

  private static final int MOST_CLIENTS = 64;

  /** A client that went away is noticed by what can't be sent to it. */
  private static final Duration ALIVE_EVERY = Duration.ofSeconds(15);

  private final RunBoard board;
  private final TimeSource time;
  private final List<Consumer<String>> clients = new CopyOnWriteArrayList<>();

  /** Events of this board. */
  public RunEvents(RunBoard board, TimeSource time) {
    this.board = board;
    this.time = time;
  }

  void start(@Observes StartupEvent event) {
    board.listen(
        new RunListener() {
          @Override
          public void progressed(RunView view) {
            tell(view);
          }

          @Override
          public void finished(RunView view, List<String> services) {
            tell(view);
          }
        });
  }

  private void tell(RunView view) {
    if (!clients.isEmpty()) {
      String event = event(view).toString();
      clients.forEach(client -> client.accept(event));
    }
  }

  /** A run with its rate and the time that is left, as far as these can be told. */
  static ObjectNode event(RunView view) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "run");
    json.set("run", Answers.json(view));
    json.put("bytes", view.bytes());
    boolean sized =
        !view.volumes().isEmpty()
            && view.volumes().stream().allMatch(volume -> volume.expectedBytes() >= 0);
    long expected = view.volumes().stream().mapToLong(RunView.VolumeProgress::expectedBytes).sum();
    if (sized) {
      json.put("expectedBytes", expected);
    }
    long millis = Duration.between(view.startedAt(), view.changedAt()).toMillis();
    if (millis > 0 && view.bytes() > 0) {
      long rate = Math.max(1, (long) (view.bytes() * 1000.0 / millis));
      json.put("bytesPerSecond", rate);
      if (sized && !view.stage().isOver()) {
        json.put("secondsLeft", Math.max(0, expected - view.bytes()) / rate);
      }
    }
    return json;
  }

  /** From now on, until the client goes. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "How far runs are, as server-sent events of JSON",
      description =
          "One object each: type run, with bytes, bytesPerSecond and secondsLeft where they can be"
              + " told; or alive every 15 seconds.")
  public Multi<String> events() {
    if (clients.size() >= MOST_CLIENTS) {
      throw ProblemException.unavailable(
          "%d clients listen already, which is as many as may".formatted(MOST_CLIENTS));
    }
    Multi<String> alive =
        Multi.createFrom()
            .ticks()
            .every(ALIVE_EVERY)
            .onOverflow()
            .drop()
            .map(tick -> alive(time.now().wall()));
    Multi<String> happening =
        Multi.createFrom()
            .<String>emitter(this::listen, BackPressureStrategy.IGNORE)
            .onOverflow()
            .buffer(MOST_WAITING);
    return Multi.createBy().merging().streams(happening, alive);
  }

  private void listen(MultiEmitter<? super String> emitter) {
    Consumer<String> client = emitter::emit;
    clients.add(client);
    emitter.onTermination(() -> clients.remove(client));
    emitter.emit(alive(time.now().wall()));
    board.all().stream()
        .filter(run -> !run.stage().isOver())
        .forEach(run -> emitter.emit(event(run).toString()));
  }

  private static String alive(Instant at) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "alive")
        .put("at", at.toString())
        .toString();
  }
}
