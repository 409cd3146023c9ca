package io.drover.manifests;

/** A manifest that governs one service, or would if it had no mistakes. */
public sealed interface Described permits HorizontalManifest, VerticalManifest, WrongManifest {

  /** The manifest as it was written. */
  Manifest manifest();

  /** Which service it is for. */
  TargetName target();

  /** For people, with file and line: {@code HorizontalPodAutoscaler web (web.yaml:1)}. */
  default String origin() {
    return manifest().origin();
  }
}
