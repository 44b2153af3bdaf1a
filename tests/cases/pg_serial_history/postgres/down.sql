-- Undoes: change

CREATE SEQUENCE items_place_seq AS SMALLINT OWNED BY items.place;

ALTER TABLE items ALTER COLUMN place SET DEFAULT nextval('items_place_seq'::regclass);

SELECT setval(pg_get_serial_sequence('items', 'place'), COALESCE(max(place), 0) + 1, false) FROM items;

ALTER TABLE items ALTER COLUMN number DROP IDENTITY;

CREATE SEQUENCE items_number_seq AS BIGINT OWNED BY items.number;

ALTER TABLE items ALTER COLUMN number SET DEFAULT nextval('items_number_seq'::regclass);

SELECT setval(pg_get_serial_sequence('items', 'number'), COALESCE(max(number), 0) + 1, false) FROM items;

ALTER TABLE items ALTER COLUMN id TYPE INTEGER;

ALTER SEQUENCE IF EXISTS items_id_seq AS INTEGER;

-- The values of items.price are lost.
ALTER TABLE items DROP COLUMN price;
