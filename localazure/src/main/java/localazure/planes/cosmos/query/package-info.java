/**
 * The part of Cosmos DB's query language that the platform uses. No Java library parses that language (its paths, VALUE and
 * object constructors are not SQL), so a strict grammar of its own does, and refuses what it does not know.
 */
package localazure.planes.cosmos.query;
