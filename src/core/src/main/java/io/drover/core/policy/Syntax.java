package io.drover.core.policy;

/**
 * How the text of a label is read.
 *
 * @param <T> what it becomes
 */
@FunctionalInterface
public interface Syntax<T> {

  /**
   * Reads a text.
   *
   * @throws io.drover.core.model.MalformedValueException for every text that is not right; nothing
   *     else is ever thrown
   */
  T read(String text);
}
