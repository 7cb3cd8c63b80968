/** Azure Monitor: metrics, logs, diagnostic settings and the alert rules over them. */
package localazure.planes.monitor;
