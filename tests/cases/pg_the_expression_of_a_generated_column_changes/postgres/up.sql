ALTER TABLE subs DROP CONSTRAINT subs_d_fkey;

ALTER TABLE items DROP COLUMN d;

ALTER TABLE items ADD COLUMN d INTEGER GENERATED ALWAYS AS (n + n) STORED;

ALTER TABLE items ADD CONSTRAINT items_d_key UNIQUE (d);

ALTER TABLE items ADD CONSTRAINT items_d_n_key UNIQUE (d, n);

ALTER TABLE items ADD CONSTRAINT items_d_check CHECK (d > 0);

CREATE INDEX items_d_n_idx ON items (d, n);

COMMENT ON COLUMN items.d IS 'doubled';

ALTER TABLE subs ADD CONSTRAINT subs_d_fkey FOREIGN KEY (d) REFERENCES items (d);
