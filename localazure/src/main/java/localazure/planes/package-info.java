/** What a resource does once it exists: the simulated data planes, all on loopback. */
package localazure.planes;
