package io.drover.backup.decide.restore;

/**
 * What things are called after a restore. Those of a stack begin with its name; restored as another
 * stack, they begin with that one's, so that the two never share anything by accident.
 *
 * @param stack the name that the backup knows
 * @param target the name it gets
 */
public record Names(String stack, String target) {

  /** Whether anything is called otherwise. */
  public boolean isRenaming() {
    return !stack.equals(target);
  }

  /** What a network, a config or a service is called. */
  public String of(String name) {
    String prefix = stack + "_";
    return isRenaming() && name.startsWith(prefix)
        ? target + "_" + name.substring(prefix.length())
        : name;
  }

  /** What a volume is called: one that has a name of its own gets the stack's put before it. */
  public String ofVolume(String name) {
    String renamed = of(name);
    return isRenaming() && renamed.equals(name) ? target + "_" + name : renamed;
  }
}
