package io.drover.health.route.observe;

import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a HAProxy tells of itself.
 *
 * @param process its process id; another one is another start, and none of what was set before
 * @param backends the slots of each backend that has servers, in the order of their numbers; empty
 *     where none of its servers is a slot
 */
public record HaproxyView(String process, Map<String, List<Slot>> backends) {
  /** Asks for all that {@link #parse} reads. */
  public static final String COMMAND = "show info;show servers state;show stat -1 4 -1";

  private static final String PROCESS = "Pid: ";

  // Columns of "show servers state", version 1, from the management guide of HAProxy 2.6, 9.3.
  private static final int BACKEND = 1;
  private static final int SERVER = 3;
  private static final int ADDRESS = 4;
  private static final int OPERATION = 5;
  private static final int ADMIN = 6;
  private static final int WEIGHT = 7;
  private static final int PORT = 18;
  private static final int STATE_COLUMNS = 19;

  /** Any way of being forced into maintenance: by command, inherited, or for want of an address. */
  private static final int MAINT = 0x01 | 0x02 | 0x20;

  /** Drained by command, or inherited. */
  private static final int DRAIN = 0x08 | 0x10;

  // Columns of "show stat".
  private static final int PROXY_NAME = 0;
  private static final int SERVER_NAME = 1;
  private static final int SESSIONS = 4;
  private static final int SESSION_LIMIT = 6;
  private static final int LEAST_STAT_COLUMNS = 18;

  public HaproxyView {
    backends = Map.copyOf(backends);
  }

  /** What "show stat" knows of a server. */
  private record Load(int sessions, int limit) {}

  /**
   * Reads the answer to {@link #COMMAND}.
   *
   * @param prefix servers of this name and a number are slots
   * @throws IllegalArgumentException when the answer is none; with its beginning
   */
  public static HaproxyView parse(String answer, String prefix) {
    List<String> lines = answer.lines().toList();
    String process =
        lines.stream()
            .filter(line -> line.startsWith(PROCESS))
            .map(line -> line.substring(PROCESS.length()).strip())
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("not a HAProxy's answer: " + start(answer)));
    Map<String, Load> loads = loads(lines);
    Map<String, List<Slot>> backends = new HashMap<>();
    boolean states = false;
    Pattern slots = Pattern.compile(Pattern.quote(prefix) + "[0-9]{1,9}");
    for (String line : lines) {
      if (line.startsWith("# be_id")) {
        states = true;
      } else if (line.isBlank() || line.startsWith("#")) {
        states = false;
      } else if (states) {
        read(line, slots, loads, backends);
      }
    }
    Comparator<Slot> byNumber =
        Comparator.comparingInt(slot -> Integer.parseInt(slot.name().substring(prefix.length())));
    backends.values().forEach(list -> list.sort(byNumber));
    return new HaproxyView(process, backends);
  }

  private static void read(
      String line, Pattern slots, Map<String, Load> loads, Map<String, List<Slot>> backends) {
    String[] cells = line.split(" ");
    if (cells.length < STATE_COLUMNS) {
      return;
    }
    List<Slot> list = backends.computeIfAbsent(cells[BACKEND], name -> new ArrayList<>());
    if (!slots.matcher(cells[SERVER]).matches()) {
      return;
    }
    int admin = Integer.parseInt(cells[ADMIN]);
    Load load = loads.getOrDefault(cells[BACKEND] + "/" + cells[SERVER], new Load(0, 0));
    list.add(
        new Slot(
            cells[SERVER],
            new Endpoint(cells[ADDRESS], Integer.parseInt(cells[PORT])),
            (admin & MAINT) != 0
                ? Slot.State.MAINT
                : (admin & DRAIN) != 0 ? Slot.State.DRAIN : Slot.State.READY,
            !cells[OPERATION].equals("0"),
            Integer.parseInt(cells[WEIGHT]),
            load.limit(),
            load.sessions()));
  }

  private static Map<String, Load> loads(List<String> lines) {
    Map<String, Load> loads = new HashMap<>();
    boolean stats = false;
    for (String line : lines) {
      if (line.startsWith("# pxname")) {
        stats = true;
      } else if (line.isBlank() || line.startsWith("#")) {
        stats = false;
      } else if (stats) {
        // Texts that may hold commas only come in later columns.
        String[] cells = line.split(",", LEAST_STAT_COLUMNS + 1);
        if (cells.length > LEAST_STAT_COLUMNS) {
          loads.put(
              cells[PROXY_NAME] + "/" + cells[SERVER_NAME],
              new Load(number(cells[SESSIONS]), number(cells[SESSION_LIMIT])));
        }
      }
    }
    return loads;
  }

  private static int number(String cell) {
    return cell.isEmpty() ? 0 : Integer.parseInt(cell);
  }

  private static String start(String answer) {
    String line = answer.lines().findFirst().orElse("nothing");
    return line.length() > 80 ? line.substring(0, 80) + "..." : line;
  }
}
