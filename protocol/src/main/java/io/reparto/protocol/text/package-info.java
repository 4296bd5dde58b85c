/** Values of a result as text, the same wherever a result is printed or served. */
package io.reparto.protocol.text;
