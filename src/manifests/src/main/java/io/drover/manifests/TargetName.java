package io.drover.manifests;

import io.drover.core.model.ServiceView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which service a manifest is for: a namespace is a stack.
 *
 * @param namespace the manifest's; empty text where it names none
 * @param name of the target
 */
public record TargetName(String namespace, String name) {

  /** What a target name comes to among the services that there are. */
  public sealed interface Found {
    /** Exactly one. */
    record One(ServiceView service) implements Found {}

    /** None, now. */
    record None() implements Found {}

    /**
     * Several, of which the manifest's author must have meant one.
     *
     * @param services at least two, in the order of their names
     */
    record Several(List<ServiceView> services) implements Found {
      public Several {
        services = List.copyOf(services);
      }
    }
  }

  /**
   * Looks for the service: {@code <namespace>_<name>}, or without a namespace the one service of
   * that name in any stack, or in none.
   */
  public Found among(List<ServiceView> services) {
    List<ServiceView> found =
        services.stream()
            .filter(this::isMeant)
            .sorted(Comparator.comparing(ServiceView::name))
            .toList();
    return switch (found.size()) {
      case 0 -> new Found.None();
      case 1 -> new Found.One(found.getFirst());
      default -> new Found.Several(found);
    };
  }

  private boolean isMeant(ServiceView service) {
    Optional<String> stack = service.stack();
    if (namespace.isEmpty()) {
      return service.name().equals(stack.map(s -> s + "_" + name).orElse(name));
    }
    return service.name().equals(namespace + "_" + name);
  }

  /** For people: the service's full name as far as it is known. */
  @Override
  public String toString() {
    return namespace.isEmpty() ? name + " (in whatever stack)" : namespace + "_" + name;
  }
}
