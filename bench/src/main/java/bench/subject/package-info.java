/** What is measured: the proxy and its peers as processes, and what the kernel says of them. */
package bench.subject;
