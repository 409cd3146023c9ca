package io.drover.runtime.status;

import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.LoopStatus;
import io.drover.runtime.pause.PauseAnswer;
import java.util.List;

/**
 * Where a service stands.
 *
 * @param instance name of this process
 * @param mode {@code enforce} or {@code observe}
 * @param pause the suite-wide pause as the loops last read it
 * @param loops its loops
 * @param leases their leases
 * @param dependencies what it needs, as last found
 * @param missing everything that is wrong, in words; empty when all is well
 */
public record StatusAnswer(
    String instance,
    String mode,
    PauseAnswer pause,
    List<LoopStatus> loops,
    List<LeaseView> leases,
    List<Dependencies.Dependency> dependencies,
    List<String> missing) {}
