/** The stand-in of Application Gateway: TLS, WAF limits, path rules, health probes, timeouts and buffering. */
package localazure.planes.gateway;
