/** Encryption in the age format (age-encryption.org/v1) for X25519 recipients. */
package io.drover.archive.age;
