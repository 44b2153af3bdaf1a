ALTER TABLE users ADD COLUMN full text GENERATED ALWAYS AS (concat(first, ' ', last)) VIRTUAL;
