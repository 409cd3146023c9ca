/**
 * Archives of volumes as plain streams: a POSIX tar of everything that a file can be, compressed as
 * independent zstd frames, on request encrypted with age; with an index that holds the SHA-256 of
 * every file. {@link io.drover.archive.VolumeArchiver} writes them, {@link
 * io.drover.archive.VolumeExtractor} restores them, {@link io.drover.archive.ArchiveVerifier} holds
 * one against its index. Nothing here keeps a volume in memory. The formats are described in
 * src/site/backup-format.md.
 */
package io.drover.archive;
