package io.drover.scaling.decide.vertical;

import io.drover.core.model.Bytes;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service's options let the heap of its JVM grow to, whatever it uses at present. */
public sealed interface JvmHeap {
  /** No such option, or no JVM. */
  record Unbounded() implements JvmHeap {}

  /** The most that it may grow to. */
  record AtMost(Bytes heap) implements JvmHeap {
    /** What else a JVM needs: a quarter of the heap, as the default of Paketo's calculator. */
    private static final int HEADROOM_DIVISOR = 4;

    /** Metaspace, code cache and thread stacks of a small JVM; they don't shrink with the heap. */
    private static final Bytes LEAST_HEADROOM = Bytes.ofMebibytes(128);

    /** The memory that the heap and all else of the JVM needs. */
    public Bytes needed() {
      Bytes quarter = Bytes.of(heap.value() / HEADROOM_DIVISOR);
      return heap.plus(quarter.compareTo(LEAST_HEADROOM) > 0 ? quarter : LEAST_HEADROOM);
    }
  }

  /** The options could not be read. */
  record Unknown(String reason) implements JvmHeap {}

  /** {@code -Xmx512m}, {@code -XX:MaxHeapSize=1g}; also inside a shell's command line. */
  Pattern OPTION =
      Pattern.compile("(?<![^\\s\"'=])-(?:Xmx|XX:MaxHeapSize=)([0-9]{1,15})([kKmMgGtT]?)(?!\\w)");

  /**
   * The largest heap that these command lines and options name: which one counts is not certain.
   */
  static JvmHeap in(Collection<String> options) {
    long most = 0;
    for (String text : options) {
      Matcher found = OPTION.matcher(text);
      while (found.find()) {
        most = Math.max(most, bytes(found.group(1), found.group(2)));
      }
    }
    return most == 0 ? new Unbounded() : new AtMost(Bytes.of(most));
  }

  private static long bytes(String number, String unit) {
    int shift =
        unit.isEmpty() ? 0 : 10 * (1 + "kmgt".indexOf(Character.toLowerCase(unit.charAt(0))));
    return Math.min(Amounts.MOST >> shift, Long.parseLong(number)) << shift;
  }
}
