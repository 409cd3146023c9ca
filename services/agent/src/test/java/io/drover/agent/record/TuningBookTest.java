package io.drover.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.tuning.Kind;
import io.drover.agent.model.tuning.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningBookTest {
  @TempDir Path folder;

  private TuningBook book() {
    return new TuningBook(new StateFile(folder, "tuning.json"));
  }

  private static Wish wish(String service, String shares) {
    return new Wish(service, service, new TreeMap<>(Map.of("drover.node.cpu-shares", shares)));
  }

  @Test
  void whatIsLeftStaysAndWhatIsNotNamedIsWantedNoMore() {
    TuningBook book = book();
    assertThat(book.want(List.of(wish("a", "2"), wish("b", "3")), Set.of())).isTrue();
    assertThat(book.want(List.of(wish("a", "2"), wish("b", "3")), Set.of())).isFalse();
    assertThat(book.want(List.of(wish("c", "4")), Set.of("a", "unheard-of"))).isTrue();
    assertThat(book.wishes()).isEqualTo(Map.of("a", wish("a", "2"), "c", wish("c", "4")));
  }

  @Test
  void anAgentThatStartsAnewGoesOnWhereItWas() {
    TuningBook book = book();
    book.want(List.of(wish("a", "2")), Set.of());
    book.willChange("c1", Kind.CPU_SHARES, "0");
    book.willChange("c1", Kind.CPU_SHARES, "2");
    book.willChange("c1", Kind.CPUSET, "");
    book.willChange("c2", Kind.OOM_SCORE, "-5");
    book.changedBack("c1", Kind.CPUSET);
    TuningBook next = book();
    assertThat(next.wishes()).isEqualTo(Map.of("a", wish("a", "2")));
    assertThat(next.original("c1")).isEqualTo(Map.of(Kind.CPU_SHARES, "0"));
    assertThat(next.original("c2")).isEqualTo(Map.of(Kind.OOM_SCORE, "-5"));
    next.keepOnly(Set.of("c1"));
    assertThat(book().changed()).containsExactly("c1");
    assertThat(next.problem()).isEmpty();
  }

  @Test
  void aFileThatIsNoneIsBegunAnew() throws IOException {
    Files.writeString(folder.resolve("tuning.json"), "{");
    assertThat(book().wishes()).isEmpty();
  }

  @Test
  void whereNothingCanBeKeptItIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    TuningBook book = new TuningBook(new StateFile(file, "tuning.json"));
    book.want(List.of(wish("a", "2")), Set.of());
    assertThat(book.wishes()).hasSize(1);
    assertThat(book.problem()).contains("can't be written");
  }
}
