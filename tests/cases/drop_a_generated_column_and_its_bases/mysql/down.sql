-- Undoes: change

ALTER TABLE persons ADD COLUMN last text;

ALTER TABLE persons ADD COLUMN first text;

ALTER TABLE persons ADD COLUMN full varchar(200) GENERATED ALWAYS AS (concat(first,' ',last)) VIRTUAL;

CREATE INDEX persons_full_idx ON persons (full);
