package io.drover.placement.decide.limits;

import io.drover.core.policy.Parsed;
import io.drover.core.policy.ResizePolicy;
import io.drover.core.policy.ResourceKind;
import io.drover.core.policy.ServicePolicy;
import io.drover.manifests.Described;
import io.drover.manifests.VerticalManifest;
import io.drover.manifests.WrongManifest;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which resources of a service vertical scaling sizes: those are its concern, and two must not
 * fight over them.
 *
 * @param resources the resources
 * @param by who sizes them, for people; empty text for nobody
 */
record SizedElsewhere(Set<ResourceKind> resources, String by) {

  /** A manifest with mistakes counts: once they are mended it sizes the service. */
  static SizedElsewhere of(Said said) {
    Set<ResourceKind> resources = EnumSet.noneOf(ResourceKind.class);
    String by = "";
    if (said.labels() instanceof Parsed.Governed(ServicePolicy policy, var warnings)) {
      Optional<ResizePolicy> resize = policy.resize().filter(labelled -> labelled.mode().applies());
      if (resize.isPresent()) {
        resources.addAll(resize.get().resources());
        by = "its labels drover.resize.*";
      }
    }
    for (Described manifest : said.manifests()) {
      switch (manifest) {
        case VerticalManifest vertical when vertical.policy().mode().applies() -> {
          resources.addAll(vertical.policy().resources());
          by = vertical.origin();
        }
        case WrongManifest wrong when wrong.manifest().kind().equals("VerticalPodAutoscaler") -> {
          resources.addAll(EnumSet.allOf(ResourceKind.class));
          by = wrong.origin();
        }
        default -> {
          // It says nothing of sizes.
        }
      }
    }
    return new SizedElsewhere(resources, by);
  }

  /** The amounts that are not ours. */
  Set<Amount> amounts() {
    Set<Amount> amounts = EnumSet.noneOf(Amount.class);
    for (ResourceKind resource : resources) {
      amounts.addAll(
          switch (resource) {
            case CPU -> EnumSet.of(Amount.CPU_LIMIT, Amount.CPU_RESERVATION);
            case MEMORY -> EnumSet.of(Amount.MEMORY_LIMIT, Amount.MEMORY_RESERVATION);
          });
    }
    return amounts;
  }

  String words() {
    return resources.stream()
        .sorted()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" and "));
  }
}
