package io.drover.failover.mirror.act;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.ServiceView;
import io.drover.engine.RawJson;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.Reference;
import io.drover.failover.stacks.SiteService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes the spec of a service at the stand-by from the primary's: turned off as {@code OffDecider}
 * knows it, and told how {@code OnDecider} is to start it. Every byte that has nothing to do with
 * this stays as it was.
 */
public final class SpecTranslation {
  private static final String LABELS = "/Labels/";
  private static final String CONSTRAINTS = "/TaskTemplate/Placement/Constraints";

  private SpecTranslation() {}

  /**
   * The whole spec that is to be written.
   *
   * @param service at the primary
   * @param primary what its ids stand for
   * @param standby what has these names there
   * @param off the epoch of the move that it is off by
   * @throws IllegalArgumentException when something that it refers to is not there
   */
  public static RawJson of(
      MirroredService service, Holdings.Names primary, Holdings standby, String off) {
    RawJson spec = service.service().spec();
    for (Reference reference : Reference.in(spec.tree())) {
      Optional<String> id =
          primary.of(reference).flatMap(name -> standby.id(reference.kind(), name));
      if (id.isEmpty()) {
        throw new IllegalArgumentException(
            "%s refers to %s, which is not there".formatted(service.name(), reference.id()));
      }
      if (!id.get().equals(reference.id())) {
        spec = spec.with(reference.pointer(), RawJson.quote(id.get()));
      }
    }
    spec =
        service.view().mode() instanceof ServiceView.Mode.Replicated(int replicas)
            ? spec.with("/Mode/Replicated/Replicas", "0")
                .with(LABELS + SiteService.REPLICAS, RawJson.quote(Integer.toString(replicas)))
            : barred(spec);
    return spec.with(LABELS + SiteService.OFF, RawJson.quote(off));
  }

  private static RawJson barred(RawJson spec) {
    List<String> constraints = new ArrayList<>();
    for (JsonNode constraint : spec.tree().at(CONSTRAINTS)) {
      constraints.add(RawJson.quote(constraint.asText()));
    }
    constraints.add(RawJson.quote(SiteService.NOWHERE));
    return spec.with(CONSTRAINTS, constraints.stream().collect(Collectors.joining(",", "[", "]")));
  }
}
