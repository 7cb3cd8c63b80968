/** What a quota pool counts, and what could be had of it. No input or output, no clock of its own. */
package bench.quota;
