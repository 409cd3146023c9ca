package io.drover.runtime.loop;

import java.util.List;

/**
 * What a control loop does in a round: it observes the whole cluster once, then reconciles each key
 * on that observation. All of it runs on virtual threads and may block; it is interrupted when it
 * takes longer than {@link LoopSettings#deadline()}.
 *
 * @param <O> the observation; immutable
 */
public interface LoopSteps<O> {

  /** Observes everything that this round's decisions need. */
  O observe() throws Exception;

  /** The keys to reconcile, in order. */
  List<Key> keys(O observation);

  /**
   * Decides, guards, acts and records for one key; never called twice at a time for the same key.
   * An exception makes this key, and only this key, back off.
   */
  void reconcile(Key key, O observation) throws Exception;
}
