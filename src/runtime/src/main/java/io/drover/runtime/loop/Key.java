package io.drover.runtime.loop;

import java.util.Objects;

/**
 * What a round reconciles one of, usually a service.
 *
 * @param id the object's id
 */
public record Key(String id) {
  public Key {
    Objects.requireNonNull(id, "id");
  }
}
