-- Fails if a value does not fit: SELECT * FROM prices WHERE NOT amount = amount::NUMERIC(14,2)::NUMERIC(14,4);
ALTER TABLE prices ADD CONSTRAINT prices_amount_fits CHECK (amount = amount::NUMERIC(14,2)::NUMERIC(14,4));

ALTER TABLE prices DROP CONSTRAINT prices_amount_fits;

ALTER TABLE prices ALTER COLUMN amount TYPE NUMERIC(14,2);

-- Fails if a value does not fit: SELECT * FROM prices WHERE NOT weight = weight::REAL::DOUBLE PRECISION;
ALTER TABLE prices ADD CONSTRAINT prices_weight_fits CHECK (weight = weight::REAL::DOUBLE PRECISION);

ALTER TABLE prices DROP CONSTRAINT prices_weight_fits;

ALTER TABLE prices ALTER COLUMN weight TYPE REAL;

-- Fails if a value does not fit: SELECT * FROM prices WHERE NOT seen = seen::TIMESTAMP(3)::TIMESTAMP(6);
ALTER TABLE prices ADD CONSTRAINT prices_seen_fits CHECK (seen = seen::TIMESTAMP(3)::TIMESTAMP(6));

ALTER TABLE prices DROP CONSTRAINT prices_seen_fits;

ALTER TABLE prices ALTER COLUMN seen TYPE TIMESTAMP(3);
