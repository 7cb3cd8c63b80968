/** Load on a port of the loopback interface: an arrival schedule fixed beforehand, or a fixed number of clients. */
package bench.load;
