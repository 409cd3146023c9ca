package io.drover.backup.decide.keep;

import java.util.Comparator;

/**
 * What a backup holds of a service: its description, or one of its volumes. A backup takes
 * another's place only for what both hold: one without data never displaces one with it.
 *
 * @param service the service's name
 * @param volume the volume's name; empty text for the description
 */
public record Part(String service, String volume) implements Comparable<Part> {
  private static final Comparator<Part> ORDER =
      Comparator.comparing(Part::service).thenComparing(Part::volume);

  @Override
  public int compareTo(Part other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return volume.isEmpty() ? service : "volume %s of %s".formatted(volume, service);
  }
}
