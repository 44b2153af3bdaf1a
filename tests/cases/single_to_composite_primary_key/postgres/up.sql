ALTER TABLE memberships ALTER COLUMN user_id DROP IDENTITY;

ALTER TABLE memberships DROP CONSTRAINT memberships_pkey;

ALTER TABLE memberships ADD CONSTRAINT memberships_pkey PRIMARY KEY (user_id, team_id);
