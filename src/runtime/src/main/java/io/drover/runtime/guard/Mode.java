package io.drover.runtime.guard;

/** Whether decisions are acted on. */
public enum Mode {
  /** Decide, record, act. */
  ENFORCE,
  /** Decide and record only. */
  OBSERVE
}
