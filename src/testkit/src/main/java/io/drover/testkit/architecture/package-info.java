/** Rules that hold for all modules' classes. */
package io.drover.testkit.architecture;
