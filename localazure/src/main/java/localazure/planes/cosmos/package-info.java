/** Cosmos DB for NoSQL over REST, as clients in gateway mode speak it. */
package localazure.planes.cosmos;
