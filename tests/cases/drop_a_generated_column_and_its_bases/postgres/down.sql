-- Undoes: change

ALTER TABLE persons ADD COLUMN last TEXT;

ALTER TABLE persons ADD COLUMN first TEXT;

ALTER TABLE persons ADD COLUMN "full" TEXT GENERATED ALWAYS AS ((first || ' ') || last) STORED;

CREATE INDEX persons_full_idx ON persons ("full");
