/**
 * POSIX pax tar, with sparse files as GNU tar writes them (PAX format 1.0) and extended attributes
 * as star does.
 */
package io.drover.archive.tar;
