package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The labels of other autoscalers for Swarm. Several of them begin alike, and mean different things
 * by the same word, so a service has to name the one that it was written for.
 */
public enum Dialect {
  /** Aleksey512/swarm-hpa; its CPU target is in percent of one core. */
  SWARM_HPA("swarm.autoscaler.", "enabled", "min", "max"),
  /** AndriiDerevytskyi/Swarm-autoscaler. */
  ANDRIID("swarm.autoscaler.", "enable", "min_replicas", "max_replicas"),
  /** jcwimer/docker-swarm-autoscaler and ScaleBee. */
  SCALEBEE("swarm.autoscaler", "", ".minimum", ".maximum"),
  /** AMEST/swarm-autoscaler. */
  AMEST("swarm.autoscale", "", ".min", ".max"),
  /** Sokrates1989/docker-swarm-autoscaler. */
  SOKRATES("autoscale", "", ".minimum_replicas", ".maximum_replicas"),
  /** docker-flow's docker-scaler. */
  DOCKER_SCALER("com.df.", "scaleService", "scaleMin", "scaleMax");

  private final String prefix;
  private final String enable;
  private final String min;
  private final String max;

  Dialect(String prefix, String enable, String min, String max) {
    this.prefix = prefix;
    this.enable = enable;
    this.min = min;
    this.max = max;
  }

  /**
   * The dialect of this name, for example {@code swarm-hpa}.
   *
   * @throws MalformedValueException when there is none
   */
  static Dialect parse(String name) {
    return Arrays.stream(values())
        .filter(dialect -> dialect.word().equals(name))
        .findFirst()
        .orElseThrow(() -> new MalformedValueException(name, "one of " + words()));
  }

  /** Its name in labels. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String words() {
    return Arrays.stream(values()).map(Dialect::word).collect(Collectors.joining(", "));
  }

  /** Those that a service's labels may be of: they have its label for the most tasks. */
  public static List<Dialect> of(Map<String, String> labels) {
    return Arrays.stream(values()).filter(d -> labels.containsKey(d.maxKey())).toList();
  }

  /** Whether a label is of this dialect, as far as its key tells. */
  boolean claims(String key) {
    return key.equals(enableKey()) || key.startsWith(prefix.endsWith(".") ? prefix : prefix + ".");
  }

  String enableKey() {
    return prefix + enable;
  }

  String minKey() {
    return prefix + min;
  }

  String maxKey() {
    return prefix + max;
  }
}
