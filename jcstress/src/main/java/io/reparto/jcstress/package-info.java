/**
 * What the race lab's table claims, as jcstress tests: two threads add one each, and the count
 * afterwards is 2, or, where that is allowed, 1.
 */
package io.reparto.jcstress;
