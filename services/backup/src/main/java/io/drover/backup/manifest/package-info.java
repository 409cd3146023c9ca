/** What a backup says of itself: the names of its parts and its manifest. */
package io.drover.backup.manifest;
