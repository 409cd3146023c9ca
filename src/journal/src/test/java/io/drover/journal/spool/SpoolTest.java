package io.drover.journal.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final long CAP = 1L << 20;

  @TempDir Path directory;

  private Spool spool(String instance, long cap) {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    return new Spool(new SpoolSettings(directory, instance, cap), clock);
  }

  private static void append(Spool spool, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      spool.append("{\"n\":" + i + "}", taken -> {});
    }
  }

  private static List<String> drain(Spool spool, int batch) throws IOException {
    List<String> drained = new ArrayList<>();
    for (Optional<Spool.Batch> next = spool.next(batch);
        next.isPresent();
        next = spool.next(batch)) {
      next.get().records().forEach(record -> drained.add(record.json()));
      next.get().drained();
    }
    return drained;
  }

  private static List<String> records(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "{\"n\":" + i + "}").toList();
  }

  private Path onlySegment() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).reduce((a, b) -> b).get();
    }
  }

  @Test
  void recordsComeBackInOrderAndOnce() throws IOException {
    try (Spool spool = spool("one", CAP)) {
      append(spool, 0, 25);
      assertThat(spool.records()).isEqualTo(25);
      assertThat(drain(spool, 10)).isEqualTo(records(0, 25));
      assertThat(spool.records()).isZero();
      append(spool, 25, 27);
      assertThat(drain(spool, 10)).isEqualTo(records(25, 27));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aBatchThatWasNotDrainedComesAgain() throws IOException {
    try (Spool spool = spool("one", CAP)) {
      append(spool, 0, 3);
      Spool.Batch first = spool.next(2).orElseThrow();
      assertThat(spool.next(2).orElseThrow().records()).isEqualTo(first.records());
      first.drained();
      assertThat(drain(spool, 2)).isEqualTo(records(2, 3));
    }
  }

  @Test
  void theNextProcessAdoptsWhatIsLeft() throws IOException {
    try (Spool first = spool("one", CAP)) {
      append(first, 0, 10);
      first.next(4).orElseThrow().drained();
    }
    List<String> found = new ArrayList<>();
    try (Spool second = spool("two", CAP)) {
      append(second, 10, 12);
      second.adopt(record -> found.add(record.json()));
      assertThat(found).isEqualTo(records(4, 10));
      assertThat(second.records()).isEqualTo(8);
      assertThat(drain(second, 3)).isEqualTo(records(4, 12));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aLivingProcessKeepsItsOwn() throws IOException {
    try (Spool first = spool("one", CAP);
        Spool second = spool("two", CAP)) {
      append(first, 0, 2);
      second.adopt(
          record -> {
            throw new AssertionError("taken from the living: " + record);
          });
      assertThat(second.next(10)).isEmpty();
      assertThat(drain(first, 10)).isEqualTo(records(0, 2));
    }
  }

  @Test
  void aTornLastLineIsDroppedAndTheRestKept() throws IOException {
    try (Spool first = spool("one", CAP)) {
      append(first, 0, 5);
    }
    Path segment = onlySegment();
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(whole, whole.length - 4));
    try (Spool second = spool("two", CAP)) {
      second.adopt(record -> {});
      assertThat(drain(second, 10)).isEqualTo(records(0, 4));
      assertThat(second.damagedLines()).isEqualTo(1);
      assertThat(second.records()).isZero();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDamagedLineIsCountedAndTheOthersKept() throws IOException {
    try (Spool first = spool("one", CAP)) {
      append(first, 0, 5);
    }
    Path segment = onlySegment();
    List<String> lines = new ArrayList<>(Files.readAllLines(segment));
    lines.set(1, lines.get(1).replace("\"n\":1", "\"n\":9"));
    lines.set(3, "");
    Files.write(segment, lines);
    try (Spool second = spool("two", CAP)) {
      second.adopt(record -> {});
      assertThat(drain(second, 10)).containsExactly("{\"n\":0}", "{\"n\":2}", "{\"n\":4}");
      assertThat(second.damagedLines()).isEqualTo(2);
    }
  }

  @Test
  void bytesThatAreNoTextAreOneDamagedLine() throws IOException {
    try (Spool first = spool("one", CAP)) {
      append(first, 0, 1);
    }
    byte[] rubbish = {(byte) 0xff, 0, (byte) 0xc3, 'x', '\n'};
    Files.write(onlySegment(), rubbish, StandardOpenOption.APPEND);
    try (Spool second = spool("two", CAP)) {
      second.adopt(record -> {});
      assertThat(drain(second, 10)).isEqualTo(records(0, 1));
      assertThat(second.damagedLines()).isEqualTo(1);
    }
  }

  @Test
  void anUnreadableMarkOnlyDrainsAgain() throws IOException {
    try (Spool first = spool("one", CAP)) {
      append(first, 0, 3);
      first.next(2).orElseThrow().drained();
    }
    Files.writeString(onlySegment().resolveSibling("drained"), "17x");
    try (Spool second = spool("two", CAP)) {
      second.adopt(record -> {});
      assertThat(drain(second, 10)).isEqualTo(records(0, 3));
    }
  }

  @Test
  void atItsCapItRefusesUntilItIsDrained() throws IOException {
    try (Spool spool = spool("one", 4_000)) {
      int taken = 0;
      try {
        for (; ; taken++) {
          append(spool, taken, taken + 1);
        }
      } catch (SpoolFullException full) {
        assertThat(full).hasMessageContaining("4000 bytes");
      }
      assertThat(taken).isGreaterThan(10);
      assertThat(spool.isFull()).isTrue();
      int firstRefused = taken;
      assertThatThrownBy(() -> append(spool, firstRefused, firstRefused + 1))
          .isInstanceOf(SpoolFullException.class);
      assertThat(drain(spool, 7)).isEqualTo(records(0, taken));
      assertThat(spool.isFull()).isFalse();
      append(spool, taken, taken + 1);
      assertThat(drain(spool, 7)).isEqualTo(records(taken, taken + 1));
    }
  }

  @Test
  void afterClosingNothingIsTaken() throws IOException {
    Spool spool = spool("one", CAP);
    spool.close();
    assertThatThrownBy(() -> append(spool, 0, 1)).isInstanceOf(IOException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void manyThreadsMayAppend() throws Exception {
    try (Spool spool = spool("one", CAP);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int from = thread * 50;
        writers.add(
            threads.submit(
                () -> {
                  append(spool, from, from + 50);
                  return from;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(drain(spool, 30)).containsExactlyInAnyOrderElementsOf(records(0, 200));
    }
  }
}
