package io.drover.health.logs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the engine's logs: frames of a byte that names the stream, three of zero, a length of four
 * and so much text, as the Engine API's "attach" describes them; without frames where the task has
 * a terminal. A pure function of bytes, which takes any.
 */
final class LogFrames {
  /** Longer lines are cut. */
  static final int LONGEST_LINE = 2_000;

  private static final int HEADER = 8;
  private static final Map<Integer, String> STREAMS = Map.of(1, "stdout", 2, "stderr");

  /** The engine's own words about what went wrong on the way. */
  private static final int SYSTEM = 3;

  private static final Pattern TIMESTAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.0-9]*(Z|[+-]\\d\\d:\\d\\d)");

  private LogFrames() {}

  /**
   * What was in them.
   *
   * @param lines in the order of their time
   * @param problem what the engine said went wrong; empty text for nothing
   */
  record Read(List<LogLine> lines, String problem) {
    Read {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Reads bytes.
   *
   * @param framed whether there are frames; a task with a terminal has none
   * @param most lines that are kept, the last ones
   */
  static Read read(byte[] bytes, boolean framed, int most) {
    Map<Integer, ByteArrayOutputStream> streams = new TreeMap<>();
    if (framed) {
      split(ByteBuffer.wrap(bytes), streams);
    } else {
      stream(streams, 1).write(bytes, 0, bytes.length);
    }
    List<Dated> dated = new ArrayList<>();
    STREAMS.forEach(
        (number, name) -> {
          if (streams.containsKey(number)) {
            dated.addAll(dated(name, text(streams.get(number))));
          }
        });
    dated.sort(Comparator.comparing(Dated::from));
    List<LogLine> lines = dated.stream().map(Dated::line).toList();
    String problem = streams.containsKey(SYSTEM) ? text(streams.get(SYSTEM)).strip() : "";
    return new Read(lines.subList(Math.max(0, lines.size() - most), lines.size()), cut(problem));
  }

  /** What has no time of its own belongs to the line before it. */
  private static List<Dated> dated(String stream, String text) {
    List<Dated> dated = new ArrayList<>();
    text.lines()
        .map(line -> line(stream, line))
        .forEach(
            line ->
                dated.add(
                    new Dated(
                        line.at().isEmpty() && !dated.isEmpty()
                            ? dated.getLast().from()
                            : line.at(),
                        line)));
    return dated;
  }

  private record Dated(String from, LogLine line) {}

  private static void split(ByteBuffer in, Map<Integer, ByteArrayOutputStream> streams) {
    while (in.remaining() >= HEADER) {
      int number = in.get();
      in.position(in.position() + 3);
      int length = in.getInt();
      // The last frame may be cut off where no more was read.
      int present = length < 0 ? in.remaining() : Math.min(length, in.remaining());
      stream(streams, number).write(in.array(), in.position(), present);
      in.position(in.position() + present);
    }
  }

  private static ByteArrayOutputStream stream(
      Map<Integer, ByteArrayOutputStream> streams, int number) {
    return streams.computeIfAbsent(number, one -> new ByteArrayOutputStream());
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static LogLine line(String stream, String line) {
    int space = line.indexOf(' ');
    String first = space < 0 ? line : line.substring(0, space);
    boolean timed = TIMESTAMP.matcher(first).matches();
    String text = timed ? line.substring(Math.min(line.length(), first.length() + 1)) : line;
    return new LogLine(timed ? first : "", stream, cut(text));
  }

  private static String cut(String text) {
    return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text;
  }
}
