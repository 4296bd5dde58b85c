/** What every module's settings share. */
package io.reparto.protocol.settings;
