package io.drover.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.drover.runtime.launch.MappedFiles.Range;
import org.junit.jupiter.api.Test;

class MappedFilesTest {

  @Test
  void onlyFilesHaveRanges() {
    assertThat(
            MappedFiles.ranges(
                """
                00400000-00405000 r--p 00000000 fe:00 1234  /app/service
                7ffff7fc1000-7ffff7fc5000 r--p 00000000 00:00 0    [vvar]
                7f71b7400000-7f71b7a10000 rw-p 00000000 00:00 0
                ffffffffff600000-ffffffffff601000 r--p 00000000 fe:00 7  /lib/some thing (deleted)
                """))
        .containsExactly(
            new Range(0x400000, 0x405000), new Range(0xffffffffff600000L, 0xffffffffff601000L));
  }

  @Test
  void onTheJvmNothingIsAdvised() {
    assertThatCode(MappedFiles::leaveNoTrace).doesNotThrowAnyException();
  }
}
