package io.drover.runtime.launch;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/**
 * What a native image has mapped of files, most of all its own binary. When a process ends, Linux
 * notes each such page that it touched as used; a page that two health checks or movers touched it
 * holds for used lately, and counts it to the container's working set, some 20 MiB for a service
 * that needs as much itself. Pages for which random access is foretold are not noted so (the
 * kernel's {@code vma_has_recency}, since Linux 6.3).
 */
public final class MappedFiles {
  private static final String MAPS = "/proc/self/maps";
  private static final int HEXADECIMAL = 16;

  private MappedFiles() {}

  /** Has this process end without a trace in what the kernel holds for used; never fails. */
  public static void leaveNoTrace() {
    if ("runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"))) {
      try (InputStream maps = new FileInputStream(MAPS)) {
        ranges(new String(maps.readAllBytes(), StandardCharsets.US_ASCII)).forEach(Kernel::advise);
      } catch (IOException unreadable) {
        // It is no more than a wish.
      }
    }
  }

  /** Addresses from one to before another. */
  record Range(long from, long to) {}

  /** The ranges in the text of proc_pid_maps(5) that are of files. */
  static List<Range> ranges(String maps) {
    return maps.lines().filter(line -> line.indexOf('/') >= 0).map(MappedFiles::range).toList();
  }

  private static Range range(String line) {
    int dash = line.indexOf('-');
    int end = line.indexOf(' ');
    return new Range(
        Long.parseUnsignedLong(line, 0, dash, HEXADECIMAL),
        Long.parseUnsignedLong(line, dash + 1, end, HEXADECIMAL));
  }

  /** Apart, since a JVM has nothing of what it refers to. */
  private static final class Kernel {
    /** MADV_RANDOM of madvise(2). */
    private static final int RANDOM = 1;

    private Kernel() {}

    static void advise(Range range) {
      madvise(
          WordFactory.pointer(range.from()),
          WordFactory.unsigned(range.to() - range.from()),
          RANDOM);
    }

    @CFunction(value = "madvise", transition = CFunction.Transition.NO_TRANSITION)
    private static native int madvise(PointerBase from, UnsignedWord length, int advice);
  }
}
