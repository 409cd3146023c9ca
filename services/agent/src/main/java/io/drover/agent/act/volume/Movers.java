package io.drover.agent.act.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.agent.mover.MoverOrder;
import io.drover.core.model.Bytes;
import io.drover.engine.ContainerEngine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Starts movers. Several may read a volume at once; who fills one is alone with it. */
public final class Movers {
  private static final int WRITING = -1;

  private final ContainerEngine engine;
  private final MoverImage image;
  private final MoverSettings settings;
  private final Map<String, Integer> busy = new HashMap<>();
  private final Set<String> alive = ConcurrentHashMap.newKeySet();
  private final Map<String, MoverRun> runs = new ConcurrentHashMap<>();

  /** Movers of this engine. */
  public Movers(ContainerEngine engine, MoverImage image, MoverSettings settings) {
    this.engine = engine;
    this.image = image;
    this.settings = settings;
  }

  /**
   * How movers run.
   *
   * @param memory that they may have
   * @param cpuShares their share of a processor that others want, too; 1,024 is the usual one
   * @param threads that compress; 0 for one a processor
   */
  public record MoverSettings(Bytes memory, int cpuShares, int threads) {}

  /** Another mover has the volume. */
  public static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
      super(message);
    }
  }

  /** Starts to read a volume. */
  public MoverRun read(String volume, MoverOrder order) {
    return start(volume, order, new CompletableFuture<>(), MoverInput.silent());
  }

  /** Starts to fill a volume. */
  public MoverRun write(String volume, MoverOrder order, InputStream archive) {
    CompletableFuture<MoverRun> started = new CompletableFuture<>();
    return start(
        volume,
        order,
        started,
        MoverInput.chunked(archive, () -> started.thenAccept(MoverRun::close)));
  }

  /** How many threads the settings want. */
  public int threads() {
    return settings.threads();
  }

  private MoverRun start(
      String volume, MoverOrder order, CompletableFuture<MoverRun> starting, InputStream input) {
    boolean writes = order.mode() == MoverOrder.Mode.WRITE;
    claim(volume, writes);
    String id = UUID.randomUUID().toString();
    alive.add(id);
    String container = "";
    try {
      RawJson spec =
          MoverSpec.of(id, volume, image.find(), order, settings.memory(), settings.cpuShares());
      container = engine.create(spec);
      InputStream connection = engine.attach(container, input);
      MoverRun run =
          new MoverRun(engine, container, input, connection, () -> release(id, volume, writes));
      runs.put(id, run);
      starting.complete(run);
      begin(run, container);
      return run;
    } catch (RuntimeException failed) {
      if (!starting.isDone()) {
        remove(container);
        release(id, volume, writes);
      }
      throw failed;
    }
  }

  private void begin(MoverRun run, String container) {
    try {
      engine.start(container);
    } catch (RuntimeException failed) {
      run.close();
      throw failed;
    }
  }

  private void remove(String container) {
    if (!container.isEmpty()) {
      try {
        engine.remove(container);
      } catch (EngineException away) {
        // The next sweep finds it by its label.
      }
    }
  }

  private synchronized void claim(String volume, boolean writes) {
    int users = busy.getOrDefault(volume, 0);
    if (users == WRITING || writes && users > 0) {
      throw new BusyException(
          "the volume %s is being %s".formatted(volume, users == WRITING ? "filled" : "read"));
    }
    busy.put(volume, writes ? WRITING : users + 1);
  }

  private synchronized void release(String id, String volume, boolean writes) {
    alive.remove(id);
    runs.remove(id);
    busy.computeIfPresent(volume, (name, users) -> writes || users == 1 ? null : users - 1);
  }

  /**
   * Removes movers that nobody here waits for: those of an agent that was killed, those that the
   * engine failed to remove or to tell of, and those whose reader or writer was gone before they
   * were ready; how many.
   *
   * @param patience how long after its start somebody may begin to follow one
   */
  public int sweep(Duration patience) {
    int removed = 0;
    for (MoverRun run : List.copyOf(runs.values())) {
      if (run.isForgotten(patience)) {
        run.close();
        removed++;
      }
    }
    for (RawJson one :
        engine.list(
            "/containers/json?all=true&" + ContainerEngine.filter("label", MoverSpec.LABEL))) {
      JsonNode mover = one.tree();
      if (!alive.contains(mover.path("Labels").path(MoverSpec.LABEL).asText())) {
        engine.remove(mover.path("Id").asText());
        removed++;
      }
    }
    return removed;
  }
}
