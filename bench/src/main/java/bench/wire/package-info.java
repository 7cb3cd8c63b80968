/** Just enough HTTP/1.1 to talk to a proxy under test, cheaply. It trusts its peer and is no server for anything else. */
package bench.wire;
