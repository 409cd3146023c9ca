/** Real and simulated Swarms, PostgreSQL, a manual clock, seeded cases, architecture rules. */
package io.drover.testkit;
