package io.drover.runtime.guard;

import io.drover.core.model.Rollout;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.pause.PauseState;

/**
 * What the guards that every loop has need to know about one service.
 *
 * @param mode the suite's mode, or the service's own when that is stricter
 * @param pause the suite-wide pause as read in this round
 * @param lease the loop's lease; {@link LeaseView#acting()} decides
 * @param rollout where the service's last update stands
 */
public record GuardContext(Mode mode, PauseState pause, LeaseView lease, Rollout rollout) {}
