/** What the tests of built services share: what stands around one, and what all must answer. */
package io.drover.testkit.artefact;
