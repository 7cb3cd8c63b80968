/** The local certificate authority. */
package localazure.planes.pki;
