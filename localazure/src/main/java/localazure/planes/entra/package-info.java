/** The local Entra tenant: the issuer of tokens, its public endpoints, and the managed-identity endpoint. */
package localazure.planes.entra;
