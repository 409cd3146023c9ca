package io.drover.backup.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.engine.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What describes a stack in a backup: one JSON object whose members hold the engine's own objects,
 * byte for byte as it sent them.
 *
 * @param services as {@code GET /services}
 * @param networks as {@code GET /networks}
 * @param configs as {@code GET /configs}, with their data
 * @param secrets as {@code GET /secrets}: names and labels
 * @param nodes as {@code GET /nodes}
 */
public record StackDocument(
    List<RawJson> services,
    List<RawJson> networks,
    List<RawJson> configs,
    List<RawJson> secrets,
    List<RawJson> nodes) {
  /** The first member, by which a reader knows what it is. */
  public static final String FORMAT = "drover/1";

  /** The largest that is read back: much more than a manager could hold. */
  private static final int LARGEST = 256 << 20;

  public StackDocument {
    services = List.copyOf(services);
    networks = List.copyOf(networks);
    configs = List.copyOf(configs);
    secrets = List.copyOf(secrets);
    nodes = List.copyOf(nodes);
  }

  /** The stack's part of a Swarm. */
  public static StackDocument of(SwarmState state) {
    return new StackDocument(
        state.services(), state.networks(), state.configs(), state.secrets(), state.nodes());
  }

  /** Writes the containers of the stack one by one. */
  @FunctionalInterface
  public interface Containers {
    /** Hands each of them to {@code to}. */
    void each(Sink to) throws IOException;
  }

  /** Takes containers. */
  @FunctionalInterface
  public interface Sink {
    /** Takes one, as the engine's inspect told of it. */
    void take(String json) throws IOException;
  }

  /**
   * Writes it.
   *
   * @param stack whose it is
   * @param containers what the engines tell of its containers
   */
  public void write(OutputStream out, String stack, String at, Containers containers)
      throws IOException {
    text(out, "{\"format\":\"" + FORMAT + "\",\"stack\":" + RawJson.quote(stack));
    text(out, ",\"takenAt\":" + RawJson.quote(at));
    list(out, "services", services);
    list(out, "networks", networks);
    list(out, "configs", configs);
    list(out, "secrets", secrets);
    list(out, "nodes", nodes);
    text(out, ",\n\"containers\":[");
    boolean[] first = {true};
    containers.each(
        json -> {
          text(out, (first[0] ? "\n" : ",\n") + json);
          first[0] = false;
        });
    text(out, "]}\n");
  }

  private static void list(OutputStream out, String name, List<RawJson> objects)
      throws IOException {
    text(out, ",\n\"" + name + "\":[");
    for (int i = 0; i < objects.size(); i++) {
      text(out, i == 0 ? "\n" : ",\n");
      out.write(objects.get(i).bytes());
    }
    text(out, "]");
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads it back; the containers are left aside.
   *
   * @throws IOException when it is no such document
   */
  public static StackDocument read(InputStream in) throws IOException {
    RawJson document = RawJson.of(in.readNBytes(LARGEST));
    try {
      JsonNode format = document.find("/format").map(RawJson::tree).orElseThrow();
      if (!format.asText().equals(FORMAT)) {
        throw new IOException("the stack's description is of a format unknown here: " + format);
      }
      return new StackDocument(
          elements(document, "/services"),
          elements(document, "/networks"),
          elements(document, "/configs"),
          elements(document, "/secrets"),
          elements(document, "/nodes"));
    } catch (IllegalArgumentException
        | IllegalStateException
        | java.util.NoSuchElementException e) {
      throw new IOException("the stack's description can't be read: " + e.getMessage(), e);
    }
  }

  private static List<RawJson> elements(RawJson document, String pointer) {
    return document.find(pointer).map(RawJson::elements).orElse(new ArrayList<>());
  }
}
