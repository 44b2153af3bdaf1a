-- The values of users.legacy are lost.
ALTER TABLE users DROP COLUMN legacy;
