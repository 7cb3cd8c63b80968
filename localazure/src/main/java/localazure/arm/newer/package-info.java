/**
 * Types that newer SDKs have and 2.10.0 lacks, described as the SDK's own classes are: only their annotations are read.
 * Source: Azure/bicep-types-az, {@code cognitiveservices/2024-10-01}.
 */
package localazure.arm.newer;
