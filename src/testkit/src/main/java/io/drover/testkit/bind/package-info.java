/** A real BIND 9 for tests. */
package io.drover.testkit.bind;
