package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VocabularyTest {

  static Stream<Label<?>> all() {
    return Vocabulary.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyExampleIsRight(Label<?> label) {
    assertThat(label.syntax().read(label.example())).isNotNull();
  }

  @Test
  void noKeyIsThereTwice() {
    assertThat(Vocabulary.all()).extracting(Label::key).doesNotHaveDuplicates().hasSize(60);
  }

  @Test
  void aKeyBelongsToOneLabelOnly() {
    for (Label<?> label : Vocabulary.all()) {
      String key = label.keyFor("query");
      assertThat(Vocabulary.all())
          .filteredOn(other -> other.match(key).isPresent())
          .containsExactly(label);
    }
  }

  @Test
  void theDocumentationHasARowForEveryLabelAndNoOther() throws IOException {
    Path page = Path.of(System.getProperty("drover.root"), "src", "site", "labels.md");
    List<String> rows =
        Files.readAllLines(page).stream().filter(line -> line.startsWith("| `drover.")).toList();
    assertThat(rows)
        .containsExactlyElementsOf(Vocabulary.all().stream().map(VocabularyTest::row).toList());
  }

  private static String row(Label<?> label) {
    return "| `%s` | %s | `%s` | %s |"
        .formatted(
            label.key(), escaped(label.grammar()), label.example(), escaped(label.meaning()));
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
