package io.drover.failover.stacks.act;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.ServiceView;
import io.drover.engine.RawJson;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.decide.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Edits service specs; every byte that has nothing to do with it stays as it was. */
final class SpecEdit {
  private static final String REPLICAS = "/Mode/Replicated/Replicas";
  private static final String CONSTRAINTS = "/TaskTemplate/Placement/Constraints";
  private static final String COUNT = "/Labels/" + SiteService.REPLICAS;
  private static final String OFF = "/Labels/" + SiteService.OFF;

  private SpecEdit() {}

  /** The whole spec that is to be written. */
  static RawJson of(Write write) {
    return switch (write) {
      case Write.Off(SiteService off, long epoch) ->
          counted(off).with(OFF, RawJson.quote(Long.toString(epoch)));
      case Write.OnWith(SiteService on, int replicas) ->
          withoutBar(on).with(REPLICAS, Integer.toString(replicas)).without(OFF);
      case Write.On(SiteService on) -> withoutBar(on).without(OFF);
    };
  }

  /** Off, and still knowing how many there were: the stand-by, which says so too, may be gone. */
  private static RawJson counted(SiteService service) {
    return service.view().mode() instanceof ServiceView.Mode.Replicated(int replicas)
            && replicas > 0
            && service.label(SiteService.REPLICAS).isEmpty()
        ? off(service).with(COUNT, RawJson.quote(Integer.toString(replicas)))
        : off(service);
  }

  private static RawJson off(SiteService service) {
    if (service.view().mode() instanceof ServiceView.Mode.Replicated) {
      return service.spec().with(REPLICAS, "0");
    }
    if (service.isBarred()) {
      return service.spec();
    }
    List<String> constraints = constraints(service.spec());
    constraints.add(SiteService.NOWHERE);
    return service.spec().with(CONSTRAINTS, literal(constraints));
  }

  private static RawJson withoutBar(SiteService service) {
    if (!service.isBarred()) {
      return service.spec();
    }
    List<String> constraints = constraints(service.spec());
    constraints.remove(SiteService.NOWHERE);
    return service.spec().with(CONSTRAINTS, literal(constraints));
  }

  private static List<String> constraints(RawJson spec) {
    List<String> texts = new ArrayList<>();
    for (JsonNode constraint : spec.tree().at(CONSTRAINTS)) {
      texts.add(constraint.asText());
    }
    return texts;
  }

  private static String literal(List<String> texts) {
    return texts.stream().map(RawJson::quote).collect(Collectors.joining(",", "[", "]"));
  }
}
