/**
 * Rules that hold for what a native image must know beforehand: reflection, resources, arguments.
 */
package io.drover.testkit.nativeimage;
