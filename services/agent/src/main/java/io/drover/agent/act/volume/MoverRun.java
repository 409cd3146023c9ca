package io.drover.agent.act.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.archive.ArchiveRecord;
import io.drover.archive.RecordJson;
import io.drover.engine.ContainerEngine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A mover that runs. Closing it, from any thread, ends and removes it, whatever state it is in. Who
 * reads it at that moment hears its end from the engine: that a connection was closed here doesn't
 * wake who reads from a unix socket.
 */
public final class MoverRun implements AutoCloseable {
  private final ContainerEngine engine;
  private final String container;
  private final InputStream input;
  private final InputStream connection;
  private final MoverOutput output;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final long startedAt = System.nanoTime();
  private volatile boolean followed;

  MoverRun(
      ContainerEngine engine,
      String container,
      InputStream input,
      InputStream connection,
      Runnable onClose) {
    this.engine = engine;
    this.container = container;
    this.input = input;
    this.connection = connection;
    this.output = new MoverOutput(connection);
    this.onClose = onClose;
  }

  /** Hears of what a mover does. */
  public interface Listener {
    /** Bytes of the archive; the array is used again. */
    void content(byte[] bytes, int length) throws IOException;

    /** A record line without its end. */
    void line(String text) throws IOException;
  }

  /**
   * The first line that it says.
   *
   * @return {@link io.drover.agent.mover.Mover#READY}, what it refuses, or a record of its failure
   */
  public String firstLine() throws IOException {
    return output.next() instanceof MoverOutput.Step.Line(String text) ? text : broken();
  }

  /**
   * Passes on what it says until it ends; the last line is its end or its failure in any case.
   *
   * @throws IOException of the listener
   */
  public void pass(Listener listener) throws IOException {
    followed = true;
    boolean told = false;
    while (true) {
      MoverOutput.Step step;
      try {
        step = output.next();
      } catch (IOException cutOff) {
        step = new MoverOutput.Step.Ended();
      }
      switch (step) {
        case MoverOutput.Step.Content(byte[] bytes, int length) -> listener.content(bytes, length);
        case MoverOutput.Step.Line(String text) -> {
          told |= text.startsWith("{\"end\"") || text.startsWith("{\"failed\"");
          listener.line(text);
        }
        case MoverOutput.Step.Ended ended -> {
          if (!told) {
            listener.line(broken());
          }
          return;
        }
      }
    }
  }

  /**
   * Whether nobody follows what it does, and it was started so long ago that nobody will: who asked
   * for it was gone before the answer began.
   */
  boolean isForgotten(Duration patience) {
    return !followed && System.nanoTime() - startedAt > patience.toNanos();
  }

  /** The record of a mover that ended without a word. */
  private String broken() {
    return RecordJson.write(new ArchiveRecord.Failed("the mover " + ending()));
  }

  private String ending() {
    String noise = output.noise().isEmpty() ? "" : "; it said: " + output.noise();
    try {
      JsonNode state =
          engine
              .inspect("/containers/" + container + "/json")
              .map(RawJson::tree)
              .map(found -> found.path("State"))
              .orElse(null);
      if (state == null) {
        return "was removed" + noise;
      }
      if (state.path("Running").asBoolean()) {
        return "was cut off" + noise;
      }
      return "ended with %d%s%s"
          .formatted(
              state.path("ExitCode").asInt(),
              state.path("OOMKilled").asBoolean() ? ", out of memory" : "",
              noise);
    } catch (EngineException away) {
      return "was lost with the engine: " + away.getMessage();
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      input.close();
      connection.close();
    } catch (IOException gone) {
      // It is removed now anyway.
    } finally {
      try {
        engine.remove(container);
      } catch (EngineException away) {
        // What it did is done; the next sweep removes it.
      } finally {
        onClose.run();
      }
    }
  }
}
