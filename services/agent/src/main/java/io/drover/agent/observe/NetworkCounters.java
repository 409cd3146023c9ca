package io.drover.agent.observe;

import io.drover.agent.model.Field;
import io.drover.agent.model.Sample;
import java.nio.file.Path;

/** Bytes through a container's interfaces but loopback, from its process' {@code net/dev}. */
final class NetworkCounters {
  private static final int RECEIVED = 0;
  private static final int SENT = 8;
  private final Path file;
  private final FieldReader reader;
  private final boolean hasProcess;

  /**
   * The counters of the network namespace that a process is in.
   *
   * @param proc where the engine's /proc is mounted
   * @param pid the process, or 0 when it is not known
   */
  NetworkCounters(Path proc, long pid, FieldReader reader) {
    this.file = proc.resolve(Long.toString(pid)).resolve("net/dev");
    this.reader = reader;
    this.hasProcess = pid > 0;
  }

  Sample.Traffic read() {
    if (!hasProcess) {
      return unknown("the engine named no process");
    }
    return reader.text(file, NetworkCounters::parse, NetworkCounters::unknown);
  }

  private static Sample.Traffic unknown(String why) {
    return new Sample.Traffic(Field.unknown(why), Field.unknown(why));
  }

  /** Two lines of headings, then {@code NAME: RECEIVED-BYTES … SENT-BYTES …}. */
  static Sample.Traffic parse(String text) {
    long received = 0;
    long sent = 0;
    for (String line : text.lines().skip(2).toList()) {
      int colon = line.indexOf(':');
      if (colon < 0 || line.substring(0, colon).strip().equals("lo")) {
        continue;
      }
      String[] words = line.substring(colon + 1).strip().split(" +");
      if (words.length <= SENT
          || !(KernelText.number(words[RECEIVED]) instanceof Field.Known(long in))
          || !(KernelText.number(words[SENT]) instanceof Field.Known(long out))) {
        return unknown("net/dev has the line '" + line.strip() + "'");
      }
      received += in;
      sent += out;
    }
    return new Sample.Traffic(Field.known(received), Field.known(sent));
  }
}
