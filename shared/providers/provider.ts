/**
 * `applied`: waits for the programme team; `approved`: may be public; `rejected`: was refused; `suspended`: was approved and may
 * not be public now.
 */
export const providerStatuses = ['applied', 'approved', 'rejected', 'suspended'] as const
export type ProviderStatus = (typeof providerStatuses)[number]
