/** Container Apps: environments with their egress, apps with revisions of replicas, and ingress. */
package localazure.planes.containerapps;
