package io.drover.agent.act.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.agent.mover.MoverOrder;
import io.drover.core.decision.Outcome;
import io.drover.engine.ContainerEngine;
import io.drover.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The image that movers are made of: the agent's own, so that there is nothing to pull. Which one
 * that is the engine says of the agent's container, which the kernel names.
 */
public final class MoverImage {
  private static final Pattern OWN =
      Pattern.compile("/containers/([0-9a-f]{64})/(?:hostname|hosts|resolv\\.conf)");

  /**
   * For a JVM, after the options that the image has, since the last one counts: to compress takes
   * the optimizing compiler; what the JVM has to say must not get between the bytes of the archive.
   */
  private static final List<String> JVM =
      List.of(
          "-XX:TieredStopAtLevel=4",
          "-XX:ReservedCodeCacheSize=24m",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "-XX:+DisplayVMOutputToStderr",
          "--enable-native-access=ALL-UNNAMED");

  private static final String HEAP = "-Xmx44m";

  /** A third of it, as usual: a native image gives what is new less, and blocks are large. */
  private static final String YOUNG = "-Xmn14m";

  private final ContainerEngine engine;
  private final Optional<String> configured;
  private final Path mounts;

  /**
   * An image of this engine.
   *
   * @param configured instead of the agent's own, for an agent that runs in no container
   */
  public MoverImage(ContainerEngine engine, Optional<String> configured) {
    this(engine, configured, Path.of("/proc/self/mountinfo"));
  }

  MoverImage(ContainerEngine engine, Optional<String> configured, Path mounts) {
    this.engine = engine;
    this.configured = configured;
    this.mounts = mounts;
  }

  /**
   * An image and how to start a mover of it.
   *
   * @param name or id
   * @param command its entry point, with what makes a mover of it
   */
  public record Command(String name, List<String> command) {
    public Command {
      command = List.copyOf(command);
    }
  }

  /**
   * Finds it.
   *
   * @throws EngineException when the engine is away, or there is no such image
   */
  public Command find() {
    String name = configured.orElseGet(this::own);
    JsonNode config =
        engine
            .inspect("/images/" + name + "/json")
            .orElseThrow(() -> missing("the image of movers, %s, is not here".formatted(name)))
            .tree()
            .path("Config");
    return new Command(name, command(texts(config.path("Entrypoint")), texts(config.path("Cmd"))));
  }

  private String own() {
    String id =
        ownContainer()
            .orElseThrow(
                () ->
                    missing(
                        "the agent runs in no container; drover.agent.mover.image must name an image of it"));
    return engine
        .inspect("/containers/" + id + "/json")
        .orElseThrow(() -> missing("the engine doesn't know the agent's own container, " + id))
        .tree()
        .path("Image")
        .asText();
  }

  private Optional<String> ownContainer() {
    try {
      Matcher own = OWN.matcher(Files.readString(mounts));
      return own.find() ? Optional.of(own.group(1)) : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * What starts a mover: the options go before the application, which for a JVM is "-jar" or "-cp".
   */
  static List<String> command(List<String> entryPoint, List<String> arguments) {
    List<String> command = new ArrayList<>(entryPoint);
    if (command.isEmpty()) {
      command.addAll(arguments);
    }
    int application = application(command);
    boolean jvm = application < command.size();
    List<String> options = new ArrayList<>(List.of(HEAP));
    options.addAll(jvm ? JVM : List.of(YOUNG));
    options.add("-D%s=true".formatted(MoverOrder.PROPERTY));
    command.addAll(application, options);
    return command;
  }

  private static int application(List<String> command) {
    for (int i = 0; i < command.size(); i++) {
      if (List.of("-jar", "-cp", "-classpath").contains(command.get(i))) {
        return i;
      }
    }
    return command.size();
  }

  private static EngineException missing(String what) {
    return new EngineException(Outcome.Kind.UNAVAILABLE, what, null);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
