package io.drover.failover.mirror.decide;

import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.failover.mirror.Finding;
import io.drover.failover.mirror.Holdings;
import io.drover.failover.mirror.MirroredService;
import io.drover.failover.mirror.Standby;
import io.drover.failover.site.Description;
import io.drover.failover.stacks.SiteService;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what is written to the stand-by so that the described stacks can be started there, and
 * says what no writing helps.
 *
 * <ul>
 *   <li>Nothing is written unless both sites could be read.
 *   <li>Networks and configs come first; services that need them follow once they are there.
 *   <li>Nothing is ever removed, and nothing that runs is touched.
 *   <li>Once everything is as at the primary, nothing is written.
 * </ul>
 */
public final class MirrorDecider {
  private final MirrorInput in;
  private final Holdings primary;
  private final Standby standby;
  private final Draft draft;

  private MirrorDecider(MirrorInput in, Holdings primary, Standby standby) {
    this.in = in;
    this.primary = primary;
    this.standby = standby;
    this.draft = new Draft(in.past());
  }

  /** What follows; total, and the same for the same input. */
  public static MirrorDecision decide(MirrorInput in) {
    if (in.primary() instanceof Reading.Known<Holdings>(Holdings primary, var at)
        && in.standby() instanceof Reading.Known<Standby>(Standby standby, var then)) {
      return new MirrorDecider(in, primary, standby).decide();
    }
    Draft draft = new Draft(in.past());
    unreadable(draft, "primary", in.primary());
    unreadable(draft, "stand-by", in.standby());
    return draft.decision(in.now(), false);
  }

  private static void unreadable(Draft draft, String site, Reading<?> reading) {
    if (reading instanceof Reading.Unknown<?>(String why)) {
      draft.find(Finding.Code.UNREADABLE, site, why);
    }
  }

  private MirrorDecision decide() {
    Set<String> stacks =
        in.stacks().stream().map(Description.Stack::name).collect(Collectors.toSet());
    in.stacks().forEach(this::described);
    new ObjectDecider(stacks, primary, standby.holdings(), draft).decide();
    List<MirroredService> services =
        primary.services().stream()
            .filter(service -> !isJob(service))
            .sorted(Comparator.comparing(MirroredService::name))
            .toList();
    Needs needs = new Needs(services, standby, primary, draft);
    needs.find();
    NodeCheck nodes = new NodeCheck(standby);
    ServiceDecider decider = new ServiceDecider(standby.holdings(), in.past(), draft);
    for (MirroredService service : services) {
      boolean runs = nodes.check(service, draft);
      boolean complete = needs.isComplete(service);
      boolean inStep = decider.isInStep(service, needs);
      if (runs && complete && inStep) {
        draft.ready(service.name());
      }
    }
    nodes.checkAll(services, draft);
    jobs();
    extras();
    counts();
    return draft.decision(in.now(), true);
  }

  private void described(Description.Stack stack) {
    if (primary.services().stream()
        .noneMatch(one -> one.view().stack().equals(Optional.of(stack.name())))) {
      draft.find(
          Finding.Code.EMPTY_STACK,
          stack.name(),
          "stack %s is described, but has no service at the primary".formatted(stack.name()));
      return;
    }
    for (String name : stack.order()) {
      String full = stack.name() + "_" + name;
      if (primary.service(full).isEmpty()) {
        draft.find(
            Finding.Code.MISSING_SERVICE,
            full,
            "%s is named in the order of stack %s, but is not at the primary: no move can start the stack without it"
                .formatted(full, stack.name()));
      }
    }
  }

  /** One service without a count is enough to stop the start of all. */
  private void counts() {
    standby.holdings().services().stream()
        .filter(there -> there.view().mode() instanceof ServiceView.Mode.Replicated)
        .filter(
            there ->
                there
                    .service()
                    .label(SiteService.REPLICAS)
                    .filter(MirrorDecider::isCount)
                    .isEmpty())
        .filter(there -> !draft.updates(there.view().id()))
        .sorted(Comparator.comparing(MirroredService::name))
        .forEach(
            there ->
                draft.find(
                    Finding.Code.NO_COUNT,
                    there.name(),
                    "%s lacks a valid label %s at the stand-by, without which no move can start any stack: set it, or remove the service"
                        .formatted(there.name(), SiteService.REPLICAS)));
  }

  private static boolean isCount(String label) {
    try {
      return Integer.parseInt(label) >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isJob(MirroredService service) {
    return service.view().mode() instanceof ServiceView.Mode.Other;
  }

  /** One that is barred from all nodes has waiting tasks, and no move back would find it off. */
  private void jobs() {
    primary.services().stream()
        .filter(MirrorDecider::isJob)
        .sorted(Comparator.comparing(MirroredService::name))
        .forEach(
            job ->
                draft.find(
                    Finding.Code.JOB_NOT_MIRRORED,
                    job.name(),
                    "%s is a job, which is not mirrored: run it by hand after a move if it is needed, or remove it once it has ended"
                        .formatted(job.name())));
  }

  private void extras() {
    standby.holdings().services().stream()
        .filter(there -> primary.service(there.name()).isEmpty())
        .sorted(Comparator.comparing(MirroredService::name))
        .forEach(
            there ->
                draft.find(
                    Finding.Code.EXTRA_SERVICE,
                    there.name(),
                    "%s is not at the primary, and a move would start it here: remove it if it is not needed"
                        .formatted(there.name())));
  }
}
