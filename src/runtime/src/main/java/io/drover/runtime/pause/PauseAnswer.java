package io.drover.runtime.pause;

/**
 * The pause as the API tells it.
 *
 * @param paused whether nothing acts, also because nobody can say
 * @param until when it ends, in ISO 8601, or empty text
 * @param by who paused it, or empty text
 * @param why why, or what went wrong
 */
public record PauseAnswer(boolean paused, String until, String by, String why) {

  /** Tells a state. */
  public static PauseAnswer of(PauseState state) {
    return switch (state) {
      case PauseState.Running running -> new PauseAnswer(false, "", "", "");
      case PauseState.Paused(var until, String by, String why) ->
          new PauseAnswer(true, until.toString(), by, why);
      case PauseState.Unreadable(String reason) -> new PauseAnswer(true, "", "", reason);
    };
  }
}
