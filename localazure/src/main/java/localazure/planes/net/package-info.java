/** Sockets on loopback: a listener, an HTTP/1.1 server that notices a departed client, and a byte relay. */
package localazure.planes.net;
