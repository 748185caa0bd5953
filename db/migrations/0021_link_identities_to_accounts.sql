-- An identity elsewhere that its owner can name and take away.
-- squawk-ignore adding-field-with-default
ALTER TABLE external_identity ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
CREATE UNIQUE INDEX external_identity_by_id ON external_identity (municipality_id, id);

-- Begun to add an identity to this account, and so only good for whoever is signed in with it. Null: begun to sign in.
ALTER TABLE openid_sign_in ADD COLUMN link_account_id uuid;
-- NOT VALID: the column is new, so there is nothing to look through.
ALTER TABLE openid_sign_in ADD CONSTRAINT links_an_account_of_here
  FOREIGN KEY (municipality_id, link_account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE NOT VALID;
CREATE INDEX openid_sign_in_by_expiry ON openid_sign_in (municipality_id, expires_at);
CREATE INDEX passkey_challenge_by_expiry ON passkey_challenge (municipality_id, expires_at);
