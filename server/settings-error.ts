/** A setting that cannot be used: one sentence that names the variable. */
export class SettingsError extends Error {}
