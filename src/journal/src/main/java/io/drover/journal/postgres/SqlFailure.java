package io.drover.journal.postgres;

import io.drover.journal.StoreRefusedException;
import io.drover.journal.StoreUnavailableException;
import io.vertx.pgclient.PgException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;

/** Tells what will never be accepted from what may be later. */
final class SqlFailure {
  /** SQLSTATE classes: data exception, constraint violation, program limit exceeded. */
  private static final Set<String> FOR_GOOD = Set.of("22", "23", "54");

  private static final int CLASS_LENGTH = 2;

  private SqlFailure() {}

  static RuntimeException of(RuntimeException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreRefusedException refused) {
        return refused;
      }
      if (cause instanceof StoreUnavailableException known) {
        return known;
      }
      String state = state(cause);
      if (state.length() > CLASS_LENGTH && FOR_GOOD.contains(state.substring(0, CLASS_LENGTH))) {
        return new StoreRefusedException(firstLine(cause), failed);
      }
    }
    return new StoreUnavailableException(firstLine(failed), failed);
  }

  /** For what can always be tried again, as a migration can: whatever fails is away for now. */
  static StoreUnavailableException passing(RuntimeException failed) {
    return of(failed) instanceof StoreUnavailableException away
        ? away
        : new StoreUnavailableException(firstLine(failed), failed);
  }

  private static String state(Throwable cause) {
    String state =
        switch (cause) {
          case PgException answer -> answer.getSqlState();
          case SQLException converted -> converted.getSQLState();
          default -> "";
        };
    return Objects.requireNonNullElse(state, "");
  }

  /** What happened, without the details that libraries add on further lines. */
  static String firstLine(Throwable failed) {
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof ClosedChannelException) {
      return "the connection was closed";
    }
    String message = root.getMessage();
    if (root instanceof UnknownHostException && message != null) {
      // The system may add why, and not each time.
      return "its host name " + message.replaceFirst(": .*", "") + " is not known";
    }
    return message == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
