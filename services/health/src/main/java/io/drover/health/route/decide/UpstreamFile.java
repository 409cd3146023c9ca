package io.drover.health.route.decide;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of one backend that nginx includes within its {@code upstream} block: one {@code server}
 * line for each member. Without members there is one line that names nobody, since nginx refuses a
 * block without any.
 *
 * @param members address to the rest of its line, in the order of the file
 */
public record UpstreamFile(Map<Endpoint, String> members) {
  private static final String HEAD =
      "# Written by Drover, and written again: what is changed here by hand is lost.\n";
  private static final String NOBODY = "server 127.0.0.1:1 down; # no member\n";
  private static final Pattern SERVER =
      Pattern.compile("server (?:\\[([0-9a-fA-F:]+)]|([0-9.]+)):([0-9]{1,5})((?: [^;]*)?);");

  /** nginx's weights start at 1, where HAProxy's start at 0. */
  private static final int LEAST_WEIGHT = 1;

  /**
   * After so many connections that fail, nginx itself tries a member no more for a moment: it
   * covers the seconds until the check has found that out. No longer, since nginx marks all members
   * so where it is short of time itself, and then answers 502 to everybody.
   */
  private static final String PASSIVE = " max_fails=3 fail_timeout=2s";

  public UpstreamFile {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** What a member's line says after its address. */
  public static String options(int weight, int maxConnections) {
    String limit = maxConnections > 0 ? " max_conns=" + maxConnections : "";
    return weight < LEAST_WEIGHT
        ? " down" + limit
        : " weight=%d%s%s".formatted(weight, limit, PASSIVE);
  }

  /** Reads a file that {@link #text()} wrote; lines of any other form are passed over. */
  public static UpstreamFile parse(String text) {
    Map<Endpoint, String> members = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher server = SERVER.matcher(line.strip());
      if (server.matches()) {
        String host = server.group(1) != null ? server.group(1) : server.group(2);
        members.put(new Endpoint(host, Integer.parseInt(server.group(3))), server.group(4));
      }
    }
    return new UpstreamFile(members);
  }

  /** What is written. */
  public String text() {
    StringBuilder text = new StringBuilder(HEAD);
    members.forEach(
        (at, options) -> text.append("server ").append(at).append(options).append(";\n"));
    return members.isEmpty() ? text.append(NOBODY).toString() : text.toString();
  }

  /** The members' addresses, in order. */
  public List<Endpoint> endpoints() {
    return new ArrayList<>(members.keySet());
  }

  /** The members as slots: each line is one that gets requests, whose load nginx does not tell. */
  public List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    members.forEach(
        (at, options) ->
            slots.add(
                new Slot(
                    "line" + (slots.size() + 1),
                    at,
                    Slot.State.READY,
                    true,
                    number(options, "weight=", options.contains(" down") ? 0 : 1),
                    number(options, "max_conns=", 0),
                    0)));
    return slots;
  }

  private static int number(String options, String name, int otherwise) {
    for (String word : options.split(" ")) {
      if (word.startsWith(name)) {
        return Integer.parseInt(word.substring(name.length()));
      }
    }
    return otherwise;
  }
}
