package io.drover.failover.stacks.decide;

import io.drover.failover.stacks.SwitchResult;
import java.util.List;

/**
 * One step of turning stacks off or on.
 *
 * @param writes what is to be written, each on its own
 * @param result how far it is once they are written
 */
public record Step(List<Write> writes, SwitchResult result) {
  public Step {
    writes = List.copyOf(writes);
  }

  static Step done(String how) {
    return new Step(List.of(), new SwitchResult.Done(how));
  }

  static Step waiting(String what) {
    return new Step(List.of(), new SwitchResult.Waiting(what));
  }

  static Step failed(String why) {
    return new Step(List.of(), new SwitchResult.Failed(why));
  }
}
