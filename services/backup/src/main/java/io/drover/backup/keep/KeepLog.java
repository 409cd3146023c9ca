package io.drover.backup.keep;

import io.drover.backup.decide.keep.Verdict;
import io.drover.backup.decide.schedule.ScheduleRules.Start;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records what is done about backups.
 *
 * @param instance that did it
 * @param ids names decisions
 * @param recorder takes them
 * @param time the clocks
 */
record KeepLog(String instance, DecisionIds ids, DecisionRecorder recorder, TimeSource time) {

  void started(Start start) {
    record(start.stack(), "a backup of %s begins".formatted(start.services()), start.reasons());
  }

  void refused(Start start, String why) {
    List<Reason> reasons = new ArrayList<>(start.reasons());
    reasons.add(Reason.of("Refused", why));
    record(
        start.stack(),
        "a backup of %s can't be made: %s".formatted(start.services(), why),
        reasons);
  }

  void removed(Verdict verdict) {
    record(
        verdict.id().stack(),
        "the backup %s is removed".formatted(verdict.id()),
        verdict.reasons());
  }

  private void record(String stack, String summary, List<Reason> reasons) {
    recorder.record(
        new Decision(
            ids.next(),
            time.now().wall(),
            KeepSteps.LOOP,
            instance,
            "",
            "",
            summary,
            Plan.nothing(reasons),
            List.of(),
            Map.of("stack", stack)));
  }
}
