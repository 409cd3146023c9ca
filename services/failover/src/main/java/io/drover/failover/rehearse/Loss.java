package io.drover.failover.rehearse;

import io.drover.failover.decide.Phase;
import io.drover.failover.decide.Side;
import io.drover.failover.decide.Target;
import io.drover.failover.record.SiteBoard.Picture;
import java.util.ArrayList;
import java.util.List;

/** What failing back to the primary would lose. */
public final class Loss {
  private Loss() {}

  /** Sentences for an operator; at least one. */
  public static List<String> of(Picture picture) {
    String primary = picture.name(Side.PRIMARY);
    String standby = picture.name(Side.STANDBY);
    if (picture.state().serving() == Side.PRIMARY && picture.state().phase() != Phase.MANUAL) {
      return List.of("%s serves already: nothing would be lost".formatted(primary));
    }
    List<String> loses = new ArrayList<>();
    loses.add(
        "%s serves since %s. What it has written since then is not at %s unless replication or a restored backup brought it there: %s"
            .formatted(
                standby,
                picture.state().since(),
                primary,
                "back up its volumes now, and restore them at %s first".formatted(primary)));
    loses.add("nobody is served while %s is turned off and %s starts".formatted(standby, primary));
    if (picture.engines().get(Side.PRIMARY) instanceof Target.Unreachable(String why)) {
      loses.add("%s can't serve now: %s".formatted(primary, why));
    }
    return loses;
  }
}
