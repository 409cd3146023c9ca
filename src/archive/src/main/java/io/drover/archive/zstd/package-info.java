/** Streams of independent zstd frames, compressed by several threads. */
package io.drover.archive.zstd;
