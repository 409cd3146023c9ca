package io.drover.scaling.decide.sizing;

import io.drover.scaling.decide.sizing.RightSize.Amount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sizes as people and stack files write them. */
public final class SizingText {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private SizingText() {}

  /** Millicores: {@code 250m}, {@code 1.5}. */
  public static String cpu(long millicores) {
    return millicores < 1000
        ? millicores + "m"
        : BigDecimal.valueOf(millicores, 3).stripTrailingZeros().toPlainString();
  }

  /** Bytes: {@code 320Mi}, {@code 1.5Gi}. */
  public static String memory(long bytes) {
    return bytes < GIB
        ? String.format(Locale.ROOT, "%.0fMi", Math.ceil((double) bytes / MIB))
        : String.format(Locale.ROOT, "%.2fGi", (double) bytes / GIB);
  }

  /**
   * What to write in a stack file, under the service's name in its stack; limits of processes stay
   * as they are. Compose's {@code M} is 1024 x 1024 bytes.
   *
   * @param pids the present limit; 0 for none
   */
  public static String snippet(String shortName, RightSize cpu, RightSize memory, long pids) {
    List<String> lines = new ArrayList<>();
    lines.add(shortName + ":");
    lines.add("  deploy:");
    lines.add("    resources:");
    List<String> limits = amounts(cpu.newLimit(), memory.newLimit());
    if (pids > 0) {
      limits.add("        pids: " + pids);
    }
    section(lines, "limits", limits);
    section(lines, "reservations", amounts(cpu.newReservation(), memory.newReservation()));
    return String.join("\n", lines) + "\n";
  }

  private static void section(List<String> lines, String name, List<String> content) {
    if (!content.isEmpty()) {
      lines.add("      " + name + ":");
      lines.addAll(content);
    }
  }

  private static List<String> amounts(Amount cpu, Amount memory) {
    List<String> lines = new ArrayList<>();
    cpu.value()
        .ifPresent(
            millicores ->
                lines.add(
                    "        cpus: \"%s\""
                        .formatted(BigDecimal.valueOf(millicores, 3).toPlainString())));
    memory
        .value()
        .ifPresent(bytes -> lines.add("        memory: " + Math.ceilDiv(bytes, MIB) + "M"));
    return lines;
  }
}
