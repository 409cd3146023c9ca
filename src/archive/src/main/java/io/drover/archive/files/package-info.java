/**
 * What the JDK and the kernel tell of files, and how files are made: names as bytes, holes,
 * extended attributes, device nodes.
 */
package io.drover.archive.files;
