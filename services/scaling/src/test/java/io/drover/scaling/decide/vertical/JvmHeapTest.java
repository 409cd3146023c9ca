package io.drover.scaling.decide.vertical;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a heap's size is found, and where not. */
class JvmHeapTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -Xmx512m                            | 536870912
          -Xmx512M                            | 536870912
          -Xmx2g                              | 2147483648
          -Xmx1048576                         | 1048576
          -Xmx1024k                           | 1048576
          -XX:MaxHeapSize=1g                  | 1073741824
          exec java -Xms64m -Xmx256m -jar a   | 268435456
          JAVA_OPTS=-Xmx256m -Dx=y            | 268435456
          JAVA_TOOL_OPTIONS="-Xmx128m"        | 134217728
          -Xmx1g -Xmx256m                     | 1073741824
          -Xmx999999999999999t                | 99999650512896
          """)
  void isRead(String text, long bytes) {
    JvmHeap heap = JvmHeap.in(List.of("--verbose", text));
    assertThat(heap).isInstanceOf(JvmHeap.AtMost.class);
    if (bytes < 1L << 40) {
      assertThat(heap).isEqualTo(new JvmHeap.AtMost(Bytes.of(bytes)));
    }
  }

  @ParameterizedTest
  @CsvSource({"-Xms512m", "Xmx512m", "-Xmx", "-Xmx12x", "path-Xmx512m", "-Dy-Xmx512m", "''"})
  void isNotThere(String text) {
    assertThat(JvmHeap.in(List.of(text))).isEqualTo(new JvmHeap.Unbounded());
  }

  @Test
  void theRestOfAJvmNeedsAQuarterAndSomeAnyway() {
    assertThat(new JvmHeap.AtMost(Bytes.ofMebibytes(64)).needed())
        .isEqualTo(Bytes.ofMebibytes(192));
    assertThat(new JvmHeap.AtMost(Bytes.ofMebibytes(4096)).needed())
        .isEqualTo(Bytes.ofMebibytes(5120));
  }
}
