package io.drover.health.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the engine's log streams are read as. */
class LogFramesTest {
  private static final String AT_1 = "2026-01-01T12:00:00.000000001Z";
  private static final String AT_2 = "2026-01-01T12:00:00.000000002Z";
  private static final String AT_3 = "2026-01-01T12:00:00.000000003Z";

  private static byte[] frames(Object... streamsAndTexts) {
    ByteBuffer out = ByteBuffer.allocate(1 << 16);
    for (int i = 0; i < streamsAndTexts.length; i += 2) {
      byte[] text = ((String) streamsAndTexts[i + 1]).getBytes(StandardCharsets.UTF_8);
      out.put(((Integer) streamsAndTexts[i]).byteValue()).put(new byte[3]).putInt(text.length);
      out.put(text);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  @Test
  void bothStreamsAreReadInTheOrderOfTheirTime() {
    assertThat(
            LogFrames.read(
                    frames(1, AT_1 + " one\n", 1, AT_3 + " thr", 1, "ee\n", 2, AT_2 + " two\n"),
                    true,
                    10)
                .lines())
        .containsExactly(
            new LogLine(AT_1, "stdout", "one"),
            new LogLine(AT_2, "stderr", "two"),
            new LogLine(AT_3, "stdout", "three"));
  }

  @Test
  void aLineWithoutATimeStaysBehindTheOneBeforeIt() {
    assertThat(
            LogFrames.read(
                    frames(
                        1, AT_1 + " one\n", 2, AT_2 + " two\nmore of two\n", 1, AT_3 + " three\n"),
                    true,
                    10)
                .lines())
        .extracting(LogLine::text)
        .containsExactly("one", "two", "more of two", "three");
  }

  @Test
  void theLastLinesAreKept() {
    assertThat(LogFrames.read(frames(1, "a\nb\nc\n"), true, 2).lines())
        .containsExactly(new LogLine("", "stdout", "b"), new LogLine("", "stdout", "c"));
  }

  @Test
  void aTaskWithATerminalHasNoFrames() {
    assertThat(
            LogFrames.read((AT_1 + " hello\r\n").getBytes(StandardCharsets.UTF_8), false, 5)
                .lines())
        .containsExactly(new LogLine(AT_1, "stdout", "hello"));
  }

  @Test
  void whatTheEngineSaysItselfIsNoLineOfTheTask() {
    LogFrames.Read read = LogFrames.read(frames(1, "a\n", 3, "node2 is not available\n"), true, 5);
    assertThat(read.lines()).containsExactly(new LogLine("", "stdout", "a"));
    assertThat(read.problem()).isEqualTo("node2 is not available");
  }

  @Test
  void aLongLineAndAFrameThatIsCutOffAreCut() {
    byte[] whole = frames(1, "x".repeat(LogFrames.LONGEST_LINE + 1) + "\n", 1, "the end\n");
    assertThat(LogFrames.read(Arrays.copyOf(whole, whole.length - 5), true, 5).lines())
        .extracting(LogLine::text)
        .containsExactly("x".repeat(LogFrames.LONGEST_LINE) + "…", "the");
  }

  @Test
  void anyBytesAreRead() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      assertThat(LogFrames.read(bytes, random.nextBoolean(), 5).lines().size())
          .isLessThanOrEqualTo(5);
    }
  }
}
