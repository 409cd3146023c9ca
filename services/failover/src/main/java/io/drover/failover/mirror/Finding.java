package io.drover.failover.mirror;

import io.drover.core.decision.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One thing at the stand-by that is not ready.
 *
 * @param code which kind of thing
 * @param name of the object that it is about
 * @param text one sentence for an operator: what it is, and what helps
 */
public record Finding(Code code, String name, String text) {

  /** Kinds of what is not ready. */
  public enum Code {
    /** A secret can't be read, so it can't be mirrored either. */
    MISSING_SECRET,
    /** A config that a service uses belongs to no described stack, and is not there. */
    MISSING_CONFIG,
    /** A network that a service uses can't be made here, and is not there. */
    MISSING_NETWORK,
    /** The described engine of the stand-by lacks an image. */
    MISSING_IMAGE,
    /** A config of the same name has another content. */
    CONFIG_DIFFERS,
    /** A network of the same name is of another kind. */
    NETWORK_DIFFERS,
    /** A network's addresses are another network's at the stand-by. */
    SUBNET_TAKEN,
    /** No node that takes tasks meets a service's constraints. */
    MISSING_NODE,
    /** What is to be reserved is more than the nodes have. */
    NOT_ENOUGH_CAPACITY,
    /** A service is at the stand-by, but no longer at the primary. */
    EXTRA_SERVICE,
    /** A service runs at the stand-by, which is left alone. */
    RUNNING_AT_STANDBY,
    /** A service is turned off at the primary; that is no state to mirror. */
    OFF_AT_PRIMARY,
    /** A service is being rolled out; its mirror stays as it was. */
    ROLLOUT_IN_PROGRESS,
    /** A service is of another mode at the stand-by, which no update changes. */
    MODE_DIFFERS,
    /** A service is a job, which would run as soon as it is there. */
    JOB_NOT_MIRRORED,
    /** The stand-by's engine keeps another spec than the one that was written. */
    NOT_KEPT,
    /** A described stack has no service at the primary. */
    EMPTY_STACK,
    /** It is written in this round, or waits for something that is. */
    NOT_YET,
    /** The stand-by's engine refused to take it. */
    REFUSED,
    /** Another service of the stand-by has a port that a service publishes. */
    PORT_TAKEN,
    /** A service at the stand-by lacks the count that it is to start with. */
    NO_COUNT,
    /** A service is named in the description, but is not at the primary. */
    MISSING_SERVICE,
    /** A volume is neither replicated nor in any backup that was read again and found good. */
    NO_BACKUP,
    /** The newest good backup of a volume is too old. */
    BACKUP_TOO_OLD,
    /** Something could not be read. */
    UNREADABLE;

    /** As machines know it: {@code MissingSecret}. */
    public String word() {
      return Arrays.stream(name().split("_"))
          .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
          .collect(Collectors.joining());
    }
  }

  /** The same as a reason of a plan. */
  public Reason reason() {
    return new Reason(code.word(), text, Map.of("name", name));
  }

  @Override
  public String toString() {
    return code.word() + ": " + text;
  }
}
