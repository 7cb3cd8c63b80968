/** The container registries: the distribution API on one plain port, and the images behind it. */
package localazure.planes.registry;
