/** `namespace:Type` of an azure-native token, for instance `app:ContainerApp`. */
export type AzureType = `${string}:${string}`;

// A program pins an API version in the middle of the token (`azure-native:app/v20230501:ContainerApp`) or, with a
// package of its own for that version, at the front (`azure-native_app_v20240301:app:ContainerApp`).
const TOKEN = /^azure-native[^:]*:([^:/]+)(?:\/[^:]*)?:([^:]+)$/;

/** The type whatever API version its token pins, so that no pinned resource escapes; undefined for other packages. */
export function azureType(token: string): AzureType | undefined {
  const parts = TOKEN.exec(token);
  return parts ? `${parts[1]}:${parts[2]}` : undefined;
}
