package io.drover.agent.act.volume;

import io.drover.engine.StreamFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What comes out of a mover, put in order: the archive's bytes as they come, record lines whole.
 * What else is on its error output, a JVM's warnings for example, is kept for the case that it
 * fails.
 */
final class MoverOutput {
  /** An entry with all attributes that it may have. */
  private static final int LONGEST_LINE = 16 << 20;

  private static final int NOISE_KEPT = 2000;

  private final StreamFrames frames;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder noise = new StringBuilder();

  MoverOutput(InputStream in) {
    this.frames = new StreamFrames(in);
  }

  /** One step of it. */
  sealed interface Step {
    /** Bytes of the archive; the array is used again. */
    record Content(byte[] bytes, int length) implements Step {}

    /** A record. */
    record Line(String text) implements Step {}

    /** Nothing more comes. */
    record Ended() implements Step {}
  }

  Step next() throws IOException {
    while (lines.isEmpty()) {
      if (!frames.next()) {
        return new Step.Ended();
      }
      if (frames.stream() == StreamFrames.OUTPUT) {
        return new Step.Content(frames.content(), frames.length());
      }
      split(frames.content(), frames.length());
    }
    return new Step.Line(lines.remove());
  }

  private void split(byte[] bytes, int length) throws IOException {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, start, i - start);
        take(line.toString(StandardCharsets.UTF_8));
        line.reset();
        start = i + 1;
      }
    }
    line.write(bytes, start, length - start);
    if (line.size() > LONGEST_LINE) {
      throw new IOException("the mover sent a line of more than %d bytes".formatted(LONGEST_LINE));
    }
  }

  private void take(String text) {
    if (text.startsWith("{")) {
      lines.add(text);
    } else if (noise.length() < NOISE_KEPT) {
      noise.append(text.strip()).append(' ');
    }
  }

  /** What it said besides. */
  String noise() {
    return noise.toString().strip();
  }
}
