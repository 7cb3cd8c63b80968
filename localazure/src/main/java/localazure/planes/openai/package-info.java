/**
 * The data plane of the OpenAI accounts. A request passes, in this order: the network, the caller's token and role, the
 * deployment, faults on command, the content filter, the quota of the pool; then text is generated at a model's pace.
 */
package localazure.planes.openai;
