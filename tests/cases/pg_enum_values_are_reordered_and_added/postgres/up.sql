ALTER TYPE mood RENAME TO mood_old;

CREATE TYPE mood AS ENUM ('sad', 'calm', 'happy');

ALTER TABLE persons ALTER COLUMN mood DROP DEFAULT;

ALTER TABLE persons ALTER COLUMN mood TYPE mood USING mood::text::mood;

ALTER TABLE persons ALTER COLUMN mood SET DEFAULT 'happy';

DROP TYPE mood_old;
