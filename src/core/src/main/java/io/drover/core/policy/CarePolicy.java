package io.drover.core.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * What happens when something is wrong with a service.
 *
 * @param heal whether it is repaired
 * @param alert whether somebody is told
 */
public record CarePolicy(Heal heal, Alert alert) implements Concern {
  /** Told, and not repaired: what holds for a service that says nothing. */
  public static final CarePolicy USUAL = new CarePolicy(Heal.OFF, Alert.ON);

  /** Whether a service is repaired. */
  public enum Heal {
    OFF,
    AUTO
  }

  /** Whether alerts are sent. */
  public enum Alert {
    ON,
    OFF
  }

  public CarePolicy {
    Objects.requireNonNull(heal, "heal");
    Objects.requireNonNull(alert, "alert");
  }

  static Optional<CarePolicy> read(LabelReader labels) {
    Optional<Heal> heal = labels.value(Vocabulary.HEAL);
    Optional<Alert> alert = labels.value(Vocabulary.ALERT);
    return heal.isEmpty() && alert.isEmpty()
        ? Optional.empty()
        : Optional.of(new CarePolicy(heal.orElse(USUAL.heal()), alert.orElse(USUAL.alert())));
  }
}
