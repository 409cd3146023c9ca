package io.drover.placement.record.quota;

import io.drover.core.policy.StackLimits;
import io.drover.core.policy.StackQuota;
import io.drover.core.policy.TaskBounds;
import io.drover.engine.Engine;
import io.drover.engine.Engine.ConfigObject;
import io.drover.engine.EngineException;
import io.drover.manifests.Policies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Since when each stack's quotas hold as they are, kept in the labels of a Swarm config object, so
 * that whoever takes the loop over can tell a change that broke a quota from a quota that came
 * after the change.
 */
public final class QuotasInForce {
  private static final String NAME = "drover.quotas";
  private static final String LABEL = "drover.quota.stack.";
  private static final int DIGITS = 16;

  private final Engine engine;

  /** Kept on this engine. */
  public QuotasInForce(Engine engine) {
    this.engine = engine;
  }

  /**
   * Since when they hold, by stack; a stack whose quotas are not those that were kept has no time.
   * What holds now is kept, as of now. Empty where the engine does not answer.
   */
  public Optional<Map<String, Instant>> since(
      Policies policies, Collection<String> stacks, Instant now) {
    try {
      Optional<ConfigObject> kept = engine.config(NAME);
      Map<String, String> labels = kept.map(ConfigObject::labels).orElse(Map.of());
      Map<String, String> wanted = new HashMap<>();
      Map<String, Instant> since = new HashMap<>();
      for (String stack : stacks) {
        String digest = digest(policies, stack);
        String label = labels.getOrDefault(LABEL + stack, "");
        Optional<Instant> known =
            label.startsWith(digest + " ")
                ? instant(label.substring(digest.length() + 1))
                : Optional.empty();
        known.ifPresent(at -> since.put(stack, at));
        wanted.put(LABEL + stack, digest + " " + known.orElse(now));
      }
      // Who else writes it overtakes us, and then knows as much.
      if (kept.isEmpty() && !wanted.isEmpty()) {
        engine.createConfig(NAME, wanted);
      } else if (kept.isPresent() && !wanted.equals(labels)) {
        engine.updateConfigLabels(kept.get(), wanted);
      }
      return Optional.of(since);
    } catch (EngineException away) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  /** Of all that a stack's use is counted by and held against. */
  private static String digest(Policies policies, String stack) {
    String quotas =
        policies.quotasOf(stack).stream()
            .sorted(Comparator.comparing(StackQuota::name))
            .map(QuotasInForce::text)
            .collect(Collectors.joining("\n"));
    String limits =
        policies.limitsOf(stack).stream()
            .sorted(Comparator.comparing(StackLimits::name))
            .map(QuotasInForce::text)
            .collect(Collectors.joining("\n"));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((quotas + "\n" + limits).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String text(StackQuota quota) {
    return quota.hard().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(hard -> hard.getKey().key() + "=" + hard.getValue())
        .collect(Collectors.joining(",", quota.name() + " " + quota.strict() + " ", ""));
  }

  private static String text(StackLimits limits) {
    return limits.tasks().stream()
        .map((TaskBounds bounds) -> bounds.limits() + "/" + bounds.requests())
        .collect(Collectors.joining(",", limits.name() + " ", ""));
  }
}
