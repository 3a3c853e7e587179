/** Who is asking, once authenticated. */
export interface Principal {
  readonly staffId: string;
  readonly roles: readonly Role[];
  /** Office ids whose cases and callbacks this person works. */
  readonly officeIds: readonly string[];
}

export type Role = 'agent' | 'officer' | 'supervisor' | 'privacy' | 'admin';

/** Every route declares one; a route without an access rule does not register (law 8). */
export type AccessRule =
  | { readonly kind: 'public' }
  /** Twilio's signature over the configured public URL. */
  | { readonly kind: 'twilio' }
  /** A signed-in member of staff with one of these roles. */
  | { readonly kind: 'staff'; readonly roles: readonly Role[] };

/** Resolves a bearer token. Owned by the `staff` feature, called by `platform/http`. */
export type Authenticate = (token: string) => Promise<Principal | null>;
