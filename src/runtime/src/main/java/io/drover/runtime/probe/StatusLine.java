package io.drover.runtime.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line of an HTTP answer. */
public final class StatusLine {
  /** A status line is shorter; what goes on for longer without an end of line is none. */
  private static final int LONGEST = 512;

  private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ ([1-5][0-9]{2})(?: .*)?");
  private static final int FIRST_GOOD = 200;
  private static final int FIRST_BAD = 400;

  private StatusLine() {}

  /**
   * Reads it.
   *
   * @return the status; empty when what came is not HTTP, or ended before the line did
   * @throws IOException when the connection broke, or nothing came in time
   */
  public static OptionalInt read(Socket socket, Deadline deadline) throws IOException {
    Matcher line = STATUS.matcher(firstLine(socket, deadline));
    return line.matches() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
  }

  /** Whether a status says that users are served: 200 to 399, as HAProxy's httpchk takes it. */
  public static boolean isGood(int status) {
    return status >= FIRST_GOOD && status < FIRST_BAD;
  }

  private static String firstLine(Socket socket, Deadline deadline) throws IOException {
    InputStream input = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    byte[] some = new byte[LONGEST];
    while (line.length() < LONGEST) {
      // The socket's own timeout starts anew with each byte that trickles in.
      socket.setSoTimeout(deadline.millisLeft());
      int read = input.read(some);
      if (read < 0) {
        break;
      }
      line.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
      int end = line.indexOf("\n");
      if (end >= 0) {
        return line.substring(0, end).strip();
      }
    }
    // Of a line that isn't whole nobody knows how it goes on.
    return "";
  }
}
