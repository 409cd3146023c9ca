package io.drover.agent.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Outcome;
import io.drover.engine.ContainerEngine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import io.drover.engine.StreamFrames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands in containers, with a time limit. The engine can't end a command: one that takes
 * too long is killed by a second one, as far as the image has a shell.
 */
public final class Commands {
  /** Of what a command writes the end is kept. */
  static final int OUTPUT_KEPT = 64 * 1024;

  private static final Duration TO_END = Duration.ofSeconds(10);

  private final ContainerEngine engine;
  private final Path proc;

  /**
   * Commands in this engine's containers.
   *
   * @param proc the node's /proc, which tells by what number a container knows its processes
   */
  public Commands(ContainerEngine engine, Path proc) {
    this.engine = engine;
    this.proc = proc;
  }

  /**
   * How a command ended.
   *
   * @param exitCode of the command; -1 where it did not end in time
   * @param output the end of what it wrote on both streams
   * @param truncated whether something before that is missing
   * @param timedOut whether it took too long
   */
  public record Ran(int exitCode, String output, boolean truncated, boolean timedOut) {}

  /**
   * Runs a command; blocks until it ended or was given up.
   *
   * @param user name or number; empty for the container's own
   * @throws EngineException when there is no such container, or it doesn't run
   */
  public Ran run(String container, List<String> command, String user, Duration limit) {
    String exec = create(container, command, user);
    OutputTail tail = new OutputTail(OUTPUT_KEPT);
    CountDownLatch ended = new CountDownLatch(1);
    try (InputStream stream = engine.startExec(exec)) {
      Thread.ofVirtual().name("command-output").start(() -> read(stream, tail, ended));
      boolean inTime = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        kill(container, exec);
        ended.await(TO_END.toMillis(), TimeUnit.MILLISECONDS);
      }
      return new Ran(inTime ? exitCode(exec) : -1, tail.text(), tail.isCut(), !inTime);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      kill(container, exec);
      throw new EngineException(Outcome.Kind.UNAVAILABLE, "interrupted", interrupted);
    } catch (IOException unclosed) {
      throw new EngineException(Outcome.Kind.UNAVAILABLE, "the command's stream broke", unclosed);
    }
  }

  private String create(String container, List<String> command, String user) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    command.forEach(spec.putArray("Cmd")::add);
    spec.put("AttachStdout", true).put("AttachStderr", true).put("Tty", false).put("User", user);
    return engine.createExec(container, RawJson.of(spec.toString()));
  }

  private static void read(InputStream stream, OutputTail tail, CountDownLatch ended) {
    try {
      StreamFrames frames = new StreamFrames(stream);
      while (frames.next()) {
        tail.add(frames.content(), frames.length());
      }
    } catch (IOException | RuntimeException cutOff) {
      // The exit code says whether it ended.
    } finally {
      ended.countDown();
    }
  }

  private int exitCode(String exec) {
    JsonNode state = engine.inspectExec(exec).map(RawJson::tree).orElse(null);
    return state == null || state.path("Running").asBoolean() || !state.path("ExitCode").isInt()
        ? -1
        : state.path("ExitCode").asInt();
  }

  /** Kills a command and its children, by the number that it has in the container. */
  private void kill(String container, String exec) {
    try {
      long onNode =
          engine.inspectExec(exec).map(RawJson::tree).map(at -> at.path("Pid").asLong()).orElse(0L);
      long inside = onNode == 0 ? 0 : inside(onNode);
      if (inside > 1) {
        String kill = "kill -KILL -- -%d 2>/dev/null; kill -KILL %d".formatted(inside, inside);
        String killing = create(container, List.of("sh", "-c", kill), "0");
        try (InputStream stream = engine.startExec(killing)) {
          stream.readAllBytes();
        }
      }
    } catch (EngineException | IOException notKilled) {
      // Told by "timedOut"; it ends with its container.
    }
  }

  private long inside(long onNode) throws IOException {
    Path status = proc.resolve(Long.toString(onNode)).resolve("status");
    for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("NSpid:")) {
        String[] numbers = line.strip().split("\\s+");
        return Long.parseLong(numbers[numbers.length - 1]);
      }
    }
    return 0;
  }
}
