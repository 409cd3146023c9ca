package io.drover.journal.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.journal.StoreUnavailableException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCredentialsTest {
  @TempDir Path directory;

  static JournalConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .withConverter(Duration.class, 100, new DurationConverter())
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .withMapping(JournalConfig.class)
        .build()
        .getConfigMapping(JournalConfig.class);
  }

  @Test
  void aRotatedPasswordIsReadAnew() throws IOException {
    Path file = directory.resolve("password");
    JournalCredentials credentials =
        new JournalCredentials(config(Map.of("drover.journal.password-file", file.toString())));
    assertThatThrownBy(credentials::password)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(file.toString());
    Files.writeString(file, "first\n");
    assertThat(credentials.password()).isEqualTo("first");
    Files.writeString(file, "second");
    assertThat(credentials.password()).isEqualTo("second");
  }

  @Test
  void withoutConfigurationThereAreDefaults() {
    JournalConfig config = config(Map.of());
    assertThat(new JournalCredentials(config).user()).isEqualTo("drover");
    assertThat(new JournalCredentials(config).password()).isEmpty();
    assertThat(config.url()).isEmpty();
    assertThat(config.spoolCap().asLongValue()).isEqualTo(256L << 20);
    assertThat(config.retention().acted()).isEqualTo(Duration.ofDays(90));
    assertThat(config.retention().idle()).isEqualTo(Duration.ofDays(14));
  }
}
