ALTER TABLE users ADD COLUMN "full" TEXT GENERATED ALWAYS AS ((first || ' ') || last) STORED;
