package io.drover.backup.run;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Encryption of backups by age. */
@ConfigMapping(prefix = "drover.backup.age")
public interface PackingConfig {

  /** Recipients ({@code age1…}) that can decrypt; without any, backups are not encrypted. */
  Optional<List<String>> recipients();

  /** File with identities ({@code AGE-SECRET-KEY-1…}), one a line, to read backups again. */
  Optional<String> identityFile();
}
